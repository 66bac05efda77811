package dev.casebook.lab.capacity;

/**
 * How big a distributed rate limiter is, from what is asked of it.
 *
 * @param decisionsPerSecond at the peak
 * @param keys that have a counter at the same time
 * @param bytesPerKey in Redis, the key's name included
 * @param redisMicros of one core that Redis, which has but one, needs for a decision
 * @param serviceMicros of a core that an instance needs for a decision over gRPC
 * @param cores of an instance
 * @param busy the share of a core that may be used at the peak
 */
record LimiterEstimate(
        long decisionsPerSecond,
        long keys,
        int bytesPerKey,
        double redisMicros,
        double serviceMicros,
        int cores,
        double busy) {

    /** The question of the chapter. */
    static final LimiterEstimate CHAPTER = new LimiterEstimate(1_000_000, 10_000_000, 250, 10, 25, 4, 0.6);

    private static final double MICROS_PER_SECOND = 1e6;

    LimiterEstimate {
        if (decisionsPerSecond < 1 || keys < 1 || bytesPerKey < 1 || cores < 1) {
            throw new IllegalArgumentException("every figure must be at least 1");
        }
        if (redisMicros <= 0 || serviceMicros <= 0 || busy <= 0 || busy > 1) {
            throw new IllegalArgumentException("costs must be above 0, and the busy share at most 1");
        }
    }

    /** Decisions a second of one Redis, with as much to spare as the share says. */
    double decisionsPerRedis() {
        return busy * MICROS_PER_SECOND / redisMicros;
    }

    /** Redis servers that share the keys, without their replicas. */
    long redisServers() {
        return (long) Math.ceil(decisionsPerSecond / decisionsPerRedis());
    }

    double bytes() {
        return (double) keys * bytesPerKey;
    }

    double bytesPerRedis() {
        return bytes() / redisServers();
    }

    /** Instances of the service. */
    long instances() {
        return (long) Math.ceil(decisionsPerSecond * serviceMicros / (cores * busy * MICROS_PER_SECOND));
    }

    /** Calls a second that are left when callers take so many tokens at a time. */
    double leasesPerSecond(long tokens) {
        return (double) decisionsPerSecond / tokens;
    }

    /**
     * What may pass beyond a limit at most, as a share of it, when so many callers hold leases.
     *
     * @param largestShare of the limit that a lease may be
     */
    static double overshoot(int callers, double largestShare) {
        return callers * largestShare;
    }

    /** The same question with what was measured. */
    LimiterEstimate with(double measuredBytes, double measuredRedisMicros, double measuredServiceMicros) {
        return new LimiterEstimate(
                decisionsPerSecond,
                keys,
                (int) Math.ceil(measuredBytes),
                measuredRedisMicros,
                measuredServiceMicros,
                cores,
                busy);
    }
}
