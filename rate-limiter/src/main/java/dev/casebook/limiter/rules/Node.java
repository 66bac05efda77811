package dev.casebook.limiter.rules;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * An object in a file whose keys are known to be texts.
 *
 * @param place where it stands in the file, as {@code descriptors[0].rate_limit}; empty for the whole
 */
record Node(Map<?, ?> object, String place) {

    boolean has(String key) {
        return object.get(key) != null;
    }

    /** Empty when absent. A number is as good as its text. */
    String text(String key) {
        return switch (object.get(key)) {
            case null -> "";
            case Map<?, ?> _, List<?> _ -> throw wrong(key, "text");
            case Object value -> value.toString();
        };
    }

    boolean flag(String key) {
        return switch (object.get(key)) {
            case null -> false;
            case Boolean value -> value;
            default -> throw wrong(key, "boolean");
        };
    }

    /** 0 when absent. */
    long number(String key) {
        return switch (object.get(key)) {
            case null -> 0;
            case Integer value -> value;
            case Long value -> value;
            default -> throw wrong(key, "whole number");
        };
    }

    Node below(String key) {
        return switch (object.get(key)) {
            case Map<?, ?> value -> new Node(value, field(key));
            case null, default -> throw wrong(key, "map");
        };
    }

    List<Node> list(String key) {
        return switch (object.get(key)) {
            case null -> List.of();
            case List<?> items ->
                IntStream.range(0, items.size())
                        .mapToObj(i -> new Node((Map<?, ?>) items.get(i), "%s[%d]".formatted(field(key), i)))
                        .toList();
            default -> throw wrong(key, "list");
        };
    }

    /** @param reason in the words of envoyproxy/ratelimit, where it has the same */
    InvalidRulesException invalid(String key, String reason) {
        return new InvalidRulesException(field(key), reason);
    }

    private String field(String key) {
        return place.isEmpty() ? key : place + "." + key;
    }

    private InvalidRulesException wrong(String key, String expected) {
        return invalid(key, "error loading config file: %s is no %s".formatted(key, expected));
    }
}
