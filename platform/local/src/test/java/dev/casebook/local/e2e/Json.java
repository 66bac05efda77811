package dev.casebook.local.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static String text(String json, String field) {
        return member(json, field).asText();
    }

    static long number(String json, String field) {
        return member(json, field).asLong();
    }

    private static JsonNode member(String json, String field) {
        try {
            return MAPPER.readTree(json).required(field);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + json, e);
        }
    }
}
