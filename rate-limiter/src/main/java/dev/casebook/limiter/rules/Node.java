package dev.casebook.limiter.rules;

import java.util.List;
import java.util.Map;

/** An object in a file whose keys are known to be texts. */
record Node(Map<?, ?> object) {

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
            case Map<?, ?> value -> new Node(value);
            case null, default -> throw wrong(key, "map");
        };
    }

    List<Node> list(String key) {
        return switch (object.get(key)) {
            case null -> List.of();
            case List<?> items ->
                items.stream().map(item -> new Node((Map<?, ?>) item)).toList();
            default -> throw wrong(key, "list");
        };
    }

    private InvalidRulesException wrong(String key, String expected) {
        return new InvalidRulesException("error loading config file: %s is no %s".formatted(key, expected));
    }
}
