package dev.casebook.gateway.routes;

import java.time.Duration;
import java.util.Set;

/**
 * When a service is left alone as a whole.
 *
 * @param volume requests with a known end, from a failure on, before anything is concluded from them
 * @param failures in percent of these: as many, and the circuit opens
 * @param window how long they are counted, from a failure on
 * @param open how long the service gets nothing then
 * @param probes after that, requests that must all go well; no more than these are let through meanwhile
 * @param statuses of answers that count as failures; a request without an answer always does
 */
public record BreakerPolicy(
        int volume, int failures, Duration window, Duration open, int probes, Set<Integer> statuses) {

    static final BreakerPolicy DEFAULT =
            new BreakerPolicy(20, 50, Duration.ofSeconds(10), Duration.ofSeconds(5), 3, Set.of());
}
