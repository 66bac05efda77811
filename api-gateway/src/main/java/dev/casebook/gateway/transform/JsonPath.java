package dev.casebook.gateway.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Where fields of a document are: a JSON Pointer (RFC 6901) in which {@code *} stands for each element of a list.
 *
 * @param text as it was written
 * @param parents names on the way, from the whole document on
 * @param name of the field itself
 */
record JsonPath(String text, List<String> parents, String name) {

    private static final int DEEPEST = 32;
    private static final String EACH = "*";

    /** @throws IllegalArgumentException when the text is none, and why */
    static JsonPath parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("%s does not begin with /".formatted(text));
        }
        var names = new ArrayList<String>();
        for (var part : text.substring(1).split("/", -1)) {
            names.add(unescaped(part, text));
        }
        if (names.size() > DEEPEST) {
            throw new IllegalArgumentException("%s is deeper than %d".formatted(text, DEEPEST));
        }
        if (names.getLast().equals(EACH)) {
            throw new IllegalArgumentException("%s does not end with the name of a field".formatted(text));
        }
        return new JsonPath(text, List.copyOf(names.subList(0, names.size() - 1)), names.getLast());
    }

    private static String unescaped(String part, String text) {
        if (part.isEmpty()) {
            throw new IllegalArgumentException("%s has a part without a name".formatted(text));
        }
        if (part.matches(".*~(?![01]).*")) {
            throw new IllegalArgumentException("%s has a ~ that is neither ~0 nor ~1".formatted(text));
        }
        return part.replace("~1", "/").replace("~0", "~");
    }

    boolean isOfOneField() {
        return !parents.contains(EACH);
    }

    /** @return whether what is there lies within what is at the other path */
    boolean isWithin(JsonPath other) {
        return text.equals(other.text) || text.startsWith(other.text + "/");
    }

    /**
     * Tells of each object that may have the field. What is no object where the path wants one is passed over.
     *
     * @param make whether objects on the way that are missing are made
     */
    void visit(JsonNode document, boolean make, BiConsumer<ObjectNode, String> visitor) {
        visit(document, 0, make, visitor);
    }

    private void visit(JsonNode node, int depth, boolean make, BiConsumer<ObjectNode, String> visitor) {
        if (depth == parents.size()) {
            if (node instanceof ObjectNode object) {
                visitor.accept(object, name);
            }
            return;
        }
        var next = parents.get(depth);
        if (next.equals(EACH)) {
            if (node.isArray()) {
                node.forEach(element -> visit(element, depth + 1, make, visitor));
            }
        } else if (node instanceof ObjectNode object) {
            var inner = object.get(next);
            if (inner != null) {
                visit(inner, depth + 1, make, visitor);
            } else if (make) {
                visit(object.putObject(next), depth + 1, make, visitor);
            }
        }
    }
}
