package dev.casebook.limiter.algorithms;

/** The part of a limit that one of several instances may spend when they cannot count together. */
public final class Share {

    private Share() {}

    /**
     * Rounded down, and at least 1: so together the instances admit no more than the limit, or one hit each where the limit is smaller than their
     * number.
     *
     * @param instances 1 or more
     */
    public static Algorithm<?> of(Algorithm<?> algorithm, int instances) {
        return switch (algorithm) {
            case FixedWindow(var rate) -> new FixedWindow(part(rate, instances));
            // Alone, nobody compares it with what it imitates.
            case CountingWindow(var rate) -> new FixedWindow(part(rate, instances));
            case SlidingWindowLog(var rate) -> new SlidingWindowLog(part(rate, instances));
            case SlidingWindowCounter(var rate) -> new SlidingWindowCounter(part(rate, instances));
            case TokenBucket(var rate, var capacity) ->
                new TokenBucket(part(rate, instances), part(capacity, instances));
            case LeakyBucket(var rate, var capacity) ->
                new LeakyBucket(part(rate, instances), part(capacity, instances));
            case Gcra(var rate, var capacity) -> new Gcra(part(rate, instances), part(capacity, instances));
        };
    }

    private static Rate part(Rate rate, int instances) {
        return new Rate(part(rate.count(), instances), rate.period());
    }

    private static long part(long hits, int instances) {
        return Math.max(1, hits / instances);
    }
}
