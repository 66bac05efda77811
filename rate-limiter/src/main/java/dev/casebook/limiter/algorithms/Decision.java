package dev.casebook.limiter.algorithms;

/**
 * What became of a request. All times are microseconds from now.
 *
 * @param delay how long an admitted request has to wait before it may proceed; 0 but for a shaper
 * @param remaining how many more hits would be admitted at this instant; negative: so many have been counted beyond the limit, by an algorithm
 *     that counts what it refuses
 * @param retryAfter when the refused cost would be admitted, to the microsecond, if nobody else came in between; 0 when admitted,
 *     {@link #NEVER} when the cost exceeds the capacity
 * @param resetAfter when all is as if the key had never been used
 */
public record Decision(boolean admitted, long delay, long remaining, long retryAfter, long resetAfter) {

    /** There is no use in waiting. */
    public static final long NEVER = -1;

    static Decision admitted(long remaining, long resetAfter) {
        return new Decision(true, 0, remaining, 0, resetAfter);
    }

    static Decision refused(long remaining, long retryAfter, long resetAfter) {
        return new Decision(false, 0, remaining, retryAfter, resetAfter);
    }
}
