package dev.casebook.limiter.administration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.limiter.rules.Entry;
import jakarta.inject.Singleton;
import java.util.List;

/** Descriptors as PostgreSQL keeps them: equal ones are equal texts. */
@Singleton
final class Descriptors {

    private static final TypeReference<List<Entry>> ENTRIES = new TypeReference<>() {};

    private final ObjectMapper json;

    Descriptors(ObjectMapper json) {
        this.json = json;
    }

    String text(List<Entry> descriptor) {
        try {
            return json.writeValueAsString(descriptor);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("entries are always writable", e);
        }
    }

    List<Entry> entries(String text) {
        try {
            return json.readValue(text, ENTRIES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a descriptor was written as JSON", e);
        }
    }
}
