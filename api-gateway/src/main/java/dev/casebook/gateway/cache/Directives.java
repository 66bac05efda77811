package dev.casebook.gateway.cache;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the lines of a Cache-Control field say (RFC 9111 §5.2). Of a directive that is there twice the first counts (§4.2.1).
 *
 * @param values by name in lower case; empty for a directive without a value
 */
public record Directives(Map<String, String> values) {

    /** A larger number means the same (§1.2.2). */
    private static final long LONGEST = Integer.MAX_VALUE;

    private static final Pattern SECONDS = Pattern.compile("[0-9]+");
    private static final int DIGITS = 10;

    /** With names of fields they are about these alone; together with one that has none they are about all. */
    private static final Set<String> LIMITING = Set.of("private", "no-cache");

    /** @param lines each a list of directives; one that cannot be read to its end may hide anything, so it forbids to store */
    public static Directives of(List<String> lines) {
        var values = new HashMap<String, String>();
        for (var line : lines) {
            if (!new DirectiveScanner(line).scan((name, value) -> add(values, name, value))) {
                values.put("no-store", "");
            }
        }
        return new Directives(Map.copyOf(values));
    }

    private static void add(Map<String, String> values, String name, String value) {
        values.merge(name, value, (first, next) -> {
            if (!LIMITING.contains(name)) {
                return first;
            }
            return first.isEmpty() || next.isEmpty() ? "" : first + "," + next;
        });
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Whether it is there, and for the whole answer, not for some fields of it. */
    public boolean hasWhole(String name) {
        return "".equals(values.get(name));
    }

    /** The fields that a directive names, in lower case. */
    public Set<String> fields(String name) {
        return Arrays.stream(values.getOrDefault(name, "").split(","))
                .map(field -> field.strip().toLowerCase(Locale.ROOT))
                .filter(field -> !field.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @return seconds; 0 when they cannot be read, since an answer that is wrong about its lifetime is best taken for stale (§4.2.1) */
    public OptionalLong seconds(String name) {
        return Optional.ofNullable(values.get(name))
                .map(text -> OptionalLong.of(seconds(text, 0)))
                .orElse(OptionalLong.empty());
    }

    private static long seconds(String text, long otherwise) {
        if (!SECONDS.matcher(text).matches()) {
            return otherwise;
        }
        return text.length() > DIGITS + leadingZeros(text) ? LONGEST : Math.min(Long.parseLong(text), LONGEST);
    }

    private static int leadingZeros(String text) {
        int zeros = 0;
        while (zeros < text.length() && text.charAt(zeros) == '0') {
            zeros++;
        }
        return zeros;
    }
}
