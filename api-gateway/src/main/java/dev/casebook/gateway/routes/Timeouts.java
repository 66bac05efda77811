package dev.casebook.gateway.routes;

import java.time.Duration;

/**
 * How long an upstream may be silent.
 *
 * @param response from the last byte of the request to the head of the answer
 * @param idle between two pieces of a body, in either direction
 */
public record Timeouts(Duration response, Duration idle) {

    static final Duration SHORTEST = Duration.ofMillis(100);
    static final Duration LONGEST = Duration.ofHours(1);
}
