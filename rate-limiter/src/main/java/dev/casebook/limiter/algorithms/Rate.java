package dev.casebook.limiter.algorithms;

/**
 * So many hits in so long.
 *
 * @param count hits, 1 to {@link #MAX_COUNT}
 * @param period microseconds, 1 to {@link #MAX_PERIOD}
 */
public record Rate(long count, long period) {

    /** What an unsigned 32-bit field can say. */
    public static final long MAX_COUNT = 0xFFFF_FFFFL;

    /** A leap year. */
    public static final long MAX_PERIOD = 366L * 86_400 * 1_000_000;

    public Rate {
        requireHits(count);
        if (period < 1 || period > MAX_PERIOD) {
            throw new IllegalArgumentException(
                    "a period is 1 to %d microseconds, not %d".formatted(MAX_PERIOD, period));
        }
    }

    static long requireHits(long hits) {
        if (hits < 1 || hits > MAX_COUNT) {
            throw new IllegalArgumentException("a limit is 1 to %d hits, not %d".formatted(MAX_COUNT, hits));
        }
        return hits;
    }
}
