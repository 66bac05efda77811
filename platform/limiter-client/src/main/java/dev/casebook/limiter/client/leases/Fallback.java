package dev.casebook.limiter.client.leases;

import java.time.Duration;

/** What becomes of requests for which there is no lease and nobody to ask. */
public sealed interface Fallback {

    /** They pass. */
    record Open() implements Fallback {}

    /** They are refused. */
    record Closed() implements Fallback {}

    /**
     * So many pass in each period, which begins with the first of them.
     *
     * @param count 1 or more: the limit divided by the number of callers
     */
    record LocalShare(long count, Duration period) implements Fallback {
        public LocalShare {
            if (count < 1 || !period.isPositive()) {
                throw new IllegalArgumentException("%d in %s is no share of a limit".formatted(count, period));
            }
        }
    }
}
