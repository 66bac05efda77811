package dev.casebook.shortener.links;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.BadRequestException;

/** Merge patches of links. */
@ApplicationScoped
class LinkEdit {

    private final ObjectMapper json;

    LinkEdit(ObjectMapper json) {
        this.json = json;
    }

    /**
     * No member of a link's fields is an object, so merging is putting one member for another.
     *
     * @param patch null for an empty body, which changes nothing
     * @throws BadRequestException if the patch names what is not known, or gives it another type
     */
    LinkFields merged(LinkFields fields, ObjectNode patch) {
        if (patch == null) {
            return fields;
        }
        ObjectNode merged = json.valueToTree(fields);
        merged.setAll(patch);
        try {
            return json.treeToValue(merged, LinkFields.class);
        } catch (JsonProcessingException e) {
            throw new BadRequestException(e);
        }
    }
}
