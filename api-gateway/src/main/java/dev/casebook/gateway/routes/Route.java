package dev.casebook.gateway.routes;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Requests that are treated alike.
 *
 * @param id {@code <file>.<id in the file>}: in metrics and logs
 * @param upstream the service that answers
 * @param scopes that a bearer token must have, all of them
 * @param limits that the rate limiter is asked about first, all of which must admit
 * @param concurrency how many requests there may be at one time; all of it must have room
 * @param cache how answers are stored; empty when they are not
 * @param redirect where the client is sent instead; then no service is asked
 * @param retry which requests may reach the upstream twice
 * @param criticality who is refused before whom when there is too much to do
 * @param webSocket whether a connection may become one
 * @param maxBody in bytes; a longer request body is refused with 413
 */
public record Route(
        String id,
        String upstream,
        Match match,
        Auth auth,
        Set<String> scopes,
        Timeouts timeouts,
        Retry retry,
        Criticality criticality,
        boolean webSocket,
        long maxBody,
        List<Limit> limits,
        List<Concurrency> concurrency,
        Changes changes,
        Optional<Caching> cache,
        Optional<Redirect> redirect) {

    public boolean isLimited() {
        return !limits.isEmpty() || !concurrency.isEmpty();
    }

    /** What the upstream is asked for. */
    public String asks(RequestTarget target) {
        if (changes.rewrite().isEmpty()) {
            return target.text();
        }
        var path = changes.rewrite().get().expand(target.path());
        return target.query().map(query -> path + "?" + query).orElse(path);
    }
}
