package dev.casebook.gateway.routes;

import java.util.Arrays;
import java.util.List;

/**
 * A path made of parts of another: {@code /s/{code}} or {@code /v2/**}.
 *
 * @param parts literal text, {@code {name}}, or {@code **} for all that the pattern's {@code /**} stands for
 * @param source the pattern that the other path has matched
 */
public record PathTemplate(List<String> parts, PathPattern source) {

    private static final String REST = "**";

    /** @throws IllegalArgumentException that says what is wrong with the text */
    static PathTemplate parse(String text, PathPattern source) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("%s does not start with /".formatted(text));
        }
        var parts = Arrays.asList(text.substring(1).split("/", -1));
        for (int i = 0; i < parts.size(); i++) {
            check(parts.get(i), i == parts.size() - 1, text, source);
        }
        return new PathTemplate(List.copyOf(parts), source);
    }

    private static void check(String part, boolean last, String text, PathPattern source) {
        if (part.equals(REST) && !(last && source.open())) {
            throw new IllegalArgumentException(
                    "%s: ** is allowed only at the end, and for a path that ends with /**".formatted(text));
        }
        boolean named = part.startsWith("{") && part.endsWith("}");
        if (named && !source.names().contains(part)) {
            throw new IllegalArgumentException("%s: %s is not in the path %s".formatted(text, part, source.text()));
        }
        if (!named && !part.equals(REST) && !PathPattern.isNormal("/" + part)) {
            throw new IllegalArgumentException("%s is not in normal form".formatted(text));
        }
    }

    /** @param path in normal form, and matched by the source */
    public String expand(String path) {
        var given = path.substring(1).split("/", -1);
        var result = new StringBuilder(path.length() + 16);
        for (var part : parts) {
            if (part.equals(REST)) {
                for (int i = source.segments().size(); i < given.length; i++) {
                    result.append('/').append(given[i]);
                }
            } else {
                int index = source.names().indexOf(part);
                result.append('/').append(index < 0 ? part : given[index]);
            }
        }
        return result.isEmpty() ? "/" : result.toString();
    }
}
