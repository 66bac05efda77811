package dev.casebook.gateway.upstreams;

import java.time.Duration;

/**
 * How an instance has served lately. One that is ready by its own word, but leaves requests without an answer or fails them, is left out for a
 * while, each time longer; after that its first request decides.
 */
final class Reliability {

    private final int failuresToEject;
    private final long shortest;
    private final long longest;
    private volatile int failures;
    private volatile int outings;
    private volatile long outUntil;

    Reliability(int failuresToEject, Duration shortest, Duration longest) {
        this.failuresToEject = failuresToEject;
        this.shortest = shortest.toNanos();
        this.longest = longest.toNanos();
    }

    /** Writes nothing for an instance without a fault, so that event loops share no cache line that changes. */
    void answered() {
        if (failures != 0) {
            failures = 0;
        }
    }

    /** @return whether there were so many failures, one after the other, that the instance should be out */
    synchronized boolean failed() {
        failures = Math.min(failures + 1, failuresToEject);
        return failures == failuresToEject;
    }

    /**
     * @param now by {@link System#nanoTime}
     * @return when it is back
     */
    synchronized long eject(long now) {
        if (outings > 0 && now - outUntil > longest) {
            outings = 0;
        }
        long time = Math.min(longest, shortest << Math.min(outings, 20));
        outings++;
        failures = failuresToEject - 1;
        outUntil = now + time;
        return outUntil;
    }

    /** The instance was away and is back, perhaps as another process: what was before says nothing about it. */
    synchronized void forget() {
        failures = 0;
        outings = 0;
    }

    boolean isOut(long now) {
        return outFor(now) > 0;
    }

    /** In nanoseconds; 0 when it is not out. */
    long outFor(long now) {
        return outings > 0 ? Math.max(0, outUntil - now) : 0;
    }
}
