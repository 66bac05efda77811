package dev.casebook.shortener.statistics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeMap;

/** A breakdown as the database keeps it: {@code {"browser": {"Firefox": 3}, …}}. */
@Singleton
final class BreakdownJson {

    private static final TypeReference<Map<String, Map<String, Long>>> FORM = new TypeReference<>() {};

    private final ObjectMapper json;

    BreakdownJson(ObjectMapper json) {
        this.json = json;
    }

    String write(Breakdown breakdown) {
        var form = new TreeMap<String, Map<String, Long>>();
        for (var dimension : Dimension.values()) {
            if (!breakdown.of(dimension).isEmpty()) {
                form.put(dimension.text(), breakdown.of(dimension));
            }
        }
        try {
            return json.writeValueAsString(form);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("names and numbers can always be written", e);
        }
    }

    Breakdown read(String text) {
        try {
            var breakdown = new Breakdown();
            json.readValue(text, FORM).forEach((name, values) -> Dimension.named(name)
                    .ifPresent(
                            dimension -> values.forEach((value, clicks) -> breakdown.add(dimension, value, clicks))));
            return breakdown;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database holds a breakdown that is none", e);
        }
    }
}
