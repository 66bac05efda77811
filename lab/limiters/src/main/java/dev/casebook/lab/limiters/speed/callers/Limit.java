package dev.casebook.lab.limiters.speed.callers;

import java.time.Duration;

/**
 * So many hits in so long, as GCRA and a token bucket that is refilled all the time both say it.
 *
 * @param burst hits that may come at once
 */
public record Limit(long count, Duration period, long burst) {

    /** The most that may pass in so long, from a fresh key on. */
    public long most(double seconds) {
        return burst + refilled(seconds);
    }

    /** Hits that come back in so long. */
    public long refilled(double seconds) {
        return (long) Math.ceil(count * seconds * 1e9 / period.toNanos());
    }
}
