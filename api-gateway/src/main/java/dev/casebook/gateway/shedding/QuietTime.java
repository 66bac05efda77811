package dev.casebook.gateway.shedding;

import java.time.Duration;

/**
 * What one route takes when nothing waits: the least of a period and the one before, as BBR takes the least round trip of a while for that of an
 * empty path (Cardwell et al., ACM Queue 14-5, 2016). In nanoseconds. Written by several threads: who reads meanwhile is off by one answer.
 */
final class QuietTime {

    private static final long UNKNOWN = Long.MAX_VALUE;

    private final long queue;
    private volatile long least = UNKNOWN;
    private volatile long leastBefore = UNKNOWN;

    /** @param queue how long a request may wait besides, at least */
    QuietTime(Duration queue) {
        this.queue = queue.toNanos();
    }

    void observe(long took) {
        if (took < least) {
            least = took;
        }
    }

    /** How long a request may take. Only when one was observed. */
    long allowed() {
        long quiet = Math.min(least, leastBefore);
        return quiet + Math.max(queue, quiet);
    }

    /** A period is over. One without answers forgets nothing. */
    void nextPeriod() {
        if (least != UNKNOWN) {
            leastBefore = least;
            least = UNKNOWN;
        }
    }
}
