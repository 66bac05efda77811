package dev.casebook.gateway.cache;

import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The fields of a request that chose among the variants of an answer (RFC 9111 §4.1).
 *
 * @param values by the names that Vary has, in lower case; empty for a field that was not there
 */
record Selection(Map<String, String> values) {

    static Selection of(MultiMap answer, MultiMap request) {
        var values = new HashMap<String, String>();
        names(answer).forEach(name -> values.put(name, normalised(request, name)));
        return new Selection(Map.copyOf(values));
    }

    /** What Vary names, on however many lines. */
    static Set<String> names(MultiMap answer) {
        return answer.getAll("vary").stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean matches(MultiMap request) {
        return values.entrySet().stream().allMatch(each -> each.getValue().equals(normalised(request, each.getKey())));
    }

    /** Lines are joined, and white space around commas goes; text in quotes is left alone. */
    private static String normalised(MultiMap request, String name) {
        var value = String.join(",", request.getAll(name));
        if (value.indexOf('"') >= 0) {
            return value;
        }
        var tidy = Arrays.stream(value.split(",")).map(String::strip).collect(Collectors.joining(","));
        // RFC 4647 §2.1: the case of a language tag means nothing.
        return name.equals("accept-language") ? tidy.toLowerCase(Locale.ROOT) : tidy;
    }
}
