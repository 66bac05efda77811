package dev.casebook.shortener.shlink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A request's JSON, member by member: what is not known is ignored, as Shlink does, and what is not there is told from what is null. */
final class ShlinkBody {

    private final JsonNode json;

    private ShlinkBody(JsonNode json) {
        this.json = json;
    }

    static ShlinkBody parse(ObjectMapper mapper, String text) {
        try {
            var json = mapper.readTree(text == null || text.isBlank() ? "{}" : text);
            if (!json.isObject()) {
                throw ShlinkProblemException.malformedBody();
            }
            return new ShlinkBody(json);
        } catch (JsonProcessingException _) {
            throw ShlinkProblemException.malformedBody();
        }
    }

    /** @return null for what is null, {@code otherwise} for what is not there */
    String text(String name, String otherwise) {
        return member(name, otherwise, value -> textOf(value, name));
    }

    Instant instant(String name, Instant otherwise) {
        return member(name, otherwise, value -> Dates.parse(textOf(value, name))
                .orElseThrow(() -> invalid(name, "must be a date as in 2026-01-31T12:00:00+00:00")));
    }

    Long number(String name, Long otherwise) {
        return member(name, otherwise, value -> {
            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                throw invalid(name, "must be a whole number");
            }
            return value.longValue();
        });
    }

    Boolean flag(String name, Boolean otherwise) {
        return member(name, otherwise, value -> {
            if (!value.isBoolean()) {
                throw invalid(name, "must be true or false");
            }
            return value.booleanValue();
        });
    }

    List<String> texts(String name, List<String> otherwise) {
        return member(name, otherwise, value -> elements(value, name).stream()
                .map(element -> textOf(element, name))
                .toList());
    }

    List<ShlinkBody> objects(String name) {
        var value = json.path(name);
        return elements(value, name).stream()
                .map(element -> {
                    if (!element.isObject()) {
                        throw invalid(name, "must hold objects");
                    }
                    return new ShlinkBody(element);
                })
                .toList();
    }

    private <T> T member(String name, T otherwise, Function<JsonNode, T> read) {
        var value = json.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        return value.isNull() ? null : read.apply(value);
    }

    private static List<JsonNode> elements(JsonNode value, String name) {
        if (!value.isArray()) {
            throw invalid(name, "must be an array");
        }
        var elements = new ArrayList<JsonNode>();
        value.forEach(elements::add);
        return elements;
    }

    private static String textOf(JsonNode value, String name) {
        if (!value.isTextual()) {
            throw invalid(name, "must be a text");
        }
        return value.textValue();
    }

    private static ShlinkProblemException invalid(String name, String message) {
        return ShlinkProblemException.invalidData(name, name + " " + message);
    }
}
