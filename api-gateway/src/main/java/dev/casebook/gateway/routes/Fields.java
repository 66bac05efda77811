package dev.casebook.gateway.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The fields of one object in a route file. What is wrong with them is collected, so that one start shows every mistake. */
final class Fields {

    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,6})(ms|s|m)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(B|KiB|MiB|GiB)?");
    private static final Map<String, Integer> SHIFTS = Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30);

    private final String place;
    private final JsonNode node;
    private final List<String> mistakes;

    private Fields(String place, JsonNode node, List<String> mistakes) {
        this.place = place;
        this.node = node;
        this.mistakes = mistakes;
    }

    /** @param mistakes gets a line for each mistake found */
    static Fields of(String place, JsonNode node, List<String> mistakes) {
        if (!node.isObject()) {
            mistakes.add(place + ": is not an object");
        }
        return new Fields(place, node, mistakes);
    }

    Fields item(String name, JsonNode item) {
        return of(place + ": " + name, item, mistakes);
    }

    /** The same fields, once it is known how people call them. */
    Fields named(String name) {
        return new Fields(place.substring(0, place.lastIndexOf(": ")) + ": " + name, node, mistakes);
    }

    void mistake(String field, String reason) {
        mistakes.add("%s: %s: %s".formatted(place, field, reason));
    }

    void only(String... known) {
        var names = Set.of(known);
        node.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                mistake(name, "no such field; there are " + String.join(", ", known));
            }
        });
    }

    Optional<String> text(String field) {
        if (!node.has(field)) {
            mistake(field, "is missing");
        }
        return optionalText(field);
    }

    Optional<String> optionalText(String field) {
        var value = node.path(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.asText().isBlank()) {
            mistake(field, "is not a text");
            return Optional.empty();
        }
        return Optional.of(value.asText());
    }

    Iterable<JsonNode> list(String field) {
        var value = node.path(field);
        if (!value.isArray() || value.isEmpty()) {
            mistake(field, value.isMissingNode() ? "is missing" : "is not a list with something in it");
            return List.of();
        }
        return value;
    }

    Iterable<JsonNode> possiblyEmptyList(String field) {
        var value = node.path(field);
        return value.isArray() && value.isEmpty() ? List.of() : list(field);
    }

    /** The texts of a list; none when there is no such field. */
    List<String> optionalList(String field) {
        var texts = new ArrayList<String>();
        if (has(field)) {
            for (var each : list(field)) {
                if (each.isTextual() && !each.asText().isBlank()) {
                    texts.add(each.asText());
                } else {
                    mistake(field, "holds %s, which is not a text".formatted(each));
                }
            }
        }
        return texts;
    }

    /** The texts of an object by their names; none when there is no such field. Numbers and truth values are taken as they are written. */
    Map<String, String> texts(String field) {
        var texts = new LinkedHashMap<String, String>();
        object(field).ifPresent(inner -> inner.node.properties().forEach(each -> {
            if (each.getValue().isValueNode() && !each.getValue().asText().isBlank()) {
                texts.put(each.getKey(), each.getValue().asText());
            } else {
                inner.mistake(each.getKey(), "is not a text");
            }
        }));
        return texts;
    }

    /** Whatever there is: a text, a number, a list, an object. */
    Optional<JsonNode> value(String field) {
        if (!node.has(field)) {
            mistake(field, "is missing");
        }
        return Optional.ofNullable(node.get(field));
    }

    OptionalInt number(String field, int least, int most) {
        var value = node.path(field);
        return value.isMissingNode() ? OptionalInt.empty() : number(field, value, least, most);
    }

    /** The numbers of a list; none when there is no such field. */
    List<Integer> optionalNumbers(String field, int least, int most) {
        var numbers = new ArrayList<Integer>();
        if (has(field)) {
            list(field).forEach(each -> number(field, each, least, most).ifPresent(numbers::add));
        }
        return numbers;
    }

    private OptionalInt number(String field, JsonNode value, int least, int most) {
        if (!value.isInt() || value.asInt() < least || value.asInt() > most) {
            mistake(field, "%s is not a number within %d to %d".formatted(value, least, most));
            return OptionalInt.empty();
        }
        return OptionalInt.of(value.asInt());
    }

    /** @return false when there is no such field */
    boolean truth(String field) {
        var value = node.path(field);
        if (!value.isMissingNode() && !value.isBoolean()) {
            mistake(field, "%s is neither true nor false".formatted(value));
        }
        return value.asBoolean(false);
    }

    boolean has(String field) {
        return node.has(field);
    }

    boolean isObject(String field) {
        return node.path(field).isObject();
    }

    Optional<Fields> object(String field) {
        return node.has(field) ? Optional.of(item(field, node.get(field))) : Optional.empty();
    }

    Duration duration(String field, Duration otherwise) {
        return optionalText(field)
                .flatMap(text -> parsed(field, text, Fields::parseDuration))
                .orElse(otherwise);
    }

    /** @return bytes */
    long size(String field, long otherwise) {
        if (node.path(field).isIntegralNumber()) {
            return parsed(field, node.get(field).asText(), Fields::parseSize).orElse(otherwise);
        }
        return optionalText(field)
                .flatMap(text -> parsed(field, text, Fields::parseSize))
                .orElse(otherwise);
    }

    /** One of the names of an enumeration, in lower case. */
    <E extends Enum<E>> Optional<E> choice(String field, String text, Class<E> type) {
        var names = new ArrayList<String>();
        for (var each : type.getEnumConstants()) {
            var name = each.name().toLowerCase(Locale.ROOT);
            if (name.equals(text)) {
                return Optional.of(each);
            }
            names.add(name);
        }
        mistake(field, "%s is none of %s".formatted(text, String.join(", ", names)));
        return Optional.empty();
    }

    <T> Optional<T> parsed(String field, String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException e) {
            mistake(field, e.getMessage());
            return Optional.empty();
        }
    }

    private static Duration parseDuration(String text) {
        var parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("%s is not a time such as 250ms, 5s or 2m".formatted(text));
        }
        long amount = Long.parseLong(parts.group(1));
        var duration =
                switch (parts.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    default -> Duration.ofMinutes(amount);
                };
        if (duration.compareTo(Timeouts.SHORTEST) < 0 || duration.compareTo(Timeouts.LONGEST) > 0) {
            throw new IllegalArgumentException("%s is not within 100ms to 60m".formatted(text));
        }
        return duration;
    }

    private static long parseSize(String text) {
        var parts = SIZE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("%s is not a size such as 0, 64KiB or 1MiB".formatted(text));
        }
        return Long.parseLong(parts.group(1)) << SHIFTS.get(parts.group(2) == null ? "B" : parts.group(2));
    }
}
