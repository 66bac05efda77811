package dev.casebook.gateway.routes;

import java.util.Optional;
import java.util.Set;

/**
 * Requests that are treated alike.
 *
 * @param id {@code <file>.<id in the file>}: in metrics and logs
 * @param upstream the service that answers
 * @param methods in upper case
 * @param target the path that the upstream is asked for instead of the one that the client asked for
 * @param retry which requests may reach the upstream twice
 * @param maxBody in bytes; a longer request body is refused with 413
 */
public record Route(
        String id,
        String upstream,
        PathPattern path,
        Set<String> methods,
        Auth auth,
        Timeouts timeouts,
        Retry retry,
        long maxBody,
        Optional<String> target) {}
