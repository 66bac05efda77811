package dev.casebook.gateway.routes;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What no route file may claim. */
final class OwnPaths {

    /** CONNECT and TRACE are never proxied. */
    static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private static final Set<String> FIRST_SEGMENTS = Set.of("/healthz", "/auth", "/.well-known", "/openapi");

    private OwnPaths() {}

    static Optional<String> conflict(PathPattern pattern) {
        if (pattern.segments().isEmpty() || pattern.segments().getFirst().equals(PathPattern.ANY)) {
            return Optional.of("%s: the first segment must be text, / is the gateway's own".formatted(pattern.text()));
        }
        var first = "/" + pattern.segments().getFirst();
        if (first.equals("/q")) {
            return Optional.of("%s: management paths are never routed".formatted(pattern.text()));
        }
        return FIRST_SEGMENTS.contains(first)
                ? Optional.of("%s is the gateway's own".formatted(pattern.text()))
                : Optional.empty();
    }
}
