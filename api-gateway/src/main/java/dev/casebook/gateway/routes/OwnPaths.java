package dev.casebook.gateway.routes;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What no route file may claim. */
final class OwnPaths {

    /** CONNECT and TRACE are never proxied. */
    static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private static final Set<String> FIRST_SEGMENTS = Set.of("/healthz", "/auth", "/.well-known", "/openapi");

    private static final String MANAGEMENT = "/q";

    private OwnPaths() {}

    /** Whether no pattern that begins with a name or {@code /**} is meant by this path. */
    static boolean isReserved(String path) {
        int slash = path.indexOf('/', 1);
        var first = slash < 0 ? path : path.substring(0, slash);
        return first.equals(MANAGEMENT) || FIRST_SEGMENTS.contains(first);
    }

    /**
     * @param forHosts whether the pattern counts for some hosts alone, which may have all but the gateway's own
     */
    static Optional<String> conflict(PathPattern pattern, boolean forHosts) {
        if (pattern.segments().isEmpty() || pattern.segments().getFirst().equals(PathPattern.ANY)) {
            return forHosts && (pattern.open() || !pattern.segments().isEmpty())
                    ? Optional.empty()
                    : Optional.of("%s: the first segment must be text unless there are hosts, / is the gateway's own"
                            .formatted(pattern.text()));
        }
        var first = "/" + pattern.segments().getFirst();
        if (first.equals(MANAGEMENT)) {
            return Optional.of("%s: management paths are never routed".formatted(pattern.text()));
        }
        return FIRST_SEGMENTS.contains(first)
                ? Optional.of("%s is the gateway's own".formatted(pattern.text()))
                : Optional.empty();
    }
}
