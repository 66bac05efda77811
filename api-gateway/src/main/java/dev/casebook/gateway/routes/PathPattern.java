package dev.casebook.gateway.routes;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * Which paths a route is for: {@code /a/b} that path alone, {@code /a/{x}} any one segment, {@code /a/**} the path and all below it.
 *
 * @param segments literal text, or {@link #ANY}
 * @param open whether all below matches too
 */
public record PathPattern(String text, List<String> segments, boolean open) {

    static final String ANY = "{}";

    private static final String REST = "/**";

    /** @throws IllegalArgumentException that says what is wrong with the text */
    public static PathPattern parse(String text) {
        boolean open = text.endsWith(REST);
        var fixed = open ? text.substring(0, text.length() - REST.length()) : text;
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("%s does not start with /".formatted(text));
        }
        if (fixed.isEmpty() || fixed.equals("/")) {
            return new PathPattern(text, List.of(), open);
        }
        var names = new HashSet<String>();
        var segments = Arrays.stream(fixed.substring(1).split("/", -1))
                .map(segment -> segment(segment, text, names))
                .toList();
        return new PathPattern(text, segments, open);
    }

    private static String segment(String segment, String text, HashSet<String> names) {
        if (segment.matches("\\{[a-zA-Z][a-zA-Z0-9]*}")) {
            if (!names.add(segment)) {
                throw new IllegalArgumentException("%s names %s twice".formatted(text, segment));
            }
            return ANY;
        }
        if (segment.contains("*")) {
            throw new IllegalArgumentException("%s: * is allowed only as /** at the end".formatted(text));
        }
        if (segment.contains("{") || segment.contains("}")) {
            throw new IllegalArgumentException("%s: {name} stands for a whole segment".formatted(text));
        }
        if (!isNormal("/" + segment)) {
            throw new IllegalArgumentException(
                    "%s is not in the normal form that requests are matched in".formatted(text));
        }
        return segment;
    }

    /** As {@link RouteTable} finds it, for a path in normal form, but for one pattern alone. */
    boolean matches(String path) {
        var given =
                path.equals("/") ? List.<String>of() : List.of(path.substring(1).split("/", -1));
        if (given.size() < segments.size() || !open && given.size() > segments.size()) {
            return false;
        }
        if ((segments.isEmpty() || segments.getFirst().equals(ANY)) && OwnPaths.isReserved(path)) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            boolean fits = segments.get(i).equals(ANY)
                    ? !given.get(i).isEmpty()
                    : segments.get(i).equals(given.get(i));
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** The segments as they are written, so that a {@code {name}} can be looked up. */
    List<String> names() {
        return Arrays.asList(text.substring(1).split("/", -1));
    }

    static boolean isNormal(String path) {
        try {
            return RequestTarget.parse(path).path().equals(path);
        } catch (BadTargetException e) {
            return false;
        }
    }
}
