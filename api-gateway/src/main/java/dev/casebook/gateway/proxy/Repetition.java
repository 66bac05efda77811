package dev.casebook.gateway.proxy;

import dev.casebook.gateway.routes.Retry;
import dev.casebook.gateway.routes.Route;
import java.util.Set;

/**
 * Whether a request may reach an upstream twice. A connection that was kept may end at the very moment that it gets a request, and then nobody
 * knows whether the upstream has read it.
 */
final class Repetition {

    /** RFC 9110 §9.2.2, of those that are routed. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    private Repetition() {}

    /** A body is gone once it was passed on, since nothing is kept. */
    static boolean isSafe(Exchange exchange, Route route) {
        return route.retry() == Retry.IDEMPOTENT
                && !exchange.body().exists()
                && IDEMPOTENT.contains(exchange.request().method().name());
    }
}
