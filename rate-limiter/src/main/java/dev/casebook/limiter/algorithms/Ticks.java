package dev.casebook.limiter.algorithms;

/**
 * The time that an algorithm counts in: microseconds, or as many of them as keep hits × period below 2^52. Hits and period that are that large
 * together (a million a day is) are limited up to a millionth too strictly, never too loosely: begun ticks do not count as passed.
 */
record Ticks(long length) {

    private static final long MAX_PRODUCT = 1L << 52;

    static Ticks of(long period, long hits) {
        return new Ticks(Math.ceilDiv(period, MAX_PRODUCT / hits));
    }

    /** The tick that an instant lies in. */
    long at(long micros) {
        return Math.floorDiv(micros, length);
    }

    /** How many ticks a time takes. */
    long in(long micros) {
        return Math.ceilDiv(micros, length);
    }

    /** From an instant to the start of a tick, in microseconds; 0 when it has begun. */
    long until(long tick, long now) {
        return Math.max(0, tick * length - now);
    }
}
