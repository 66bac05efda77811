package dev.casebook.limiter.algorithms;

/**
 * A bucket of tokens that fills evenly; a hit takes one. A pause earns a burst, up to what the bucket holds. In any time t at most
 * {@code capacity + count × t / period} hits pass.
 *
 * <p>Jonathan Turner, "New directions in communications" (1986); as the meters of RFC 2697 and the Linux queue tbf.
 *
 * @param capacity tokens that fit, 1 to {@link Rate#MAX_COUNT}
 */
public record TokenBucket(Rate rate, long capacity) implements Reservable<TokenBucket.Bucket> {

    /**
     * How full the bucket was.
     *
     * @param tick when
     * @param missing what it lacked then, in parts of a token: a period has as many ticks as a token has parts, so that no fraction is lost
     */
    public record Bucket(long tick, long missing) {}

    public TokenBucket {
        Rate.requireHits(capacity);
    }

    @Override
    public Bucket fresh() {
        return new Bucket(0, 0);
    }

    @Override
    public Step<Bucket> decide(Bucket state, long now, long cost) {
        var ticks = Ticks.of(rate.period(), Math.max(rate.count(), capacity));
        long token = ticks.in(rate.period());
        var bucket = refilled(state, ticks.at(now));
        long room = capacity * token - bucket.missing();
        boolean admitted = cost <= room / token;

        var next = admitted ? new Bucket(bucket.tick(), bucket.missing() + cost * token) : bucket;
        long remaining = (capacity * token - next.missing()) / token;
        long resetAfter = ticks.until(filled(next, next.missing()), now);
        if (admitted) {
            return new Step<>(Decision.admitted(remaining, resetAfter), next);
        }
        long retryAfter = cost > capacity ? Decision.NEVER : ticks.until(filled(bucket, cost * token - room), now);
        return new Step<>(Decision.refused(remaining, retryAfter, resetAfter), next);
    }

    private Bucket refilled(Bucket state, long tick) {
        long elapsed = Math.max(0, tick - state.tick());
        // Not multiplied before it is known to be small.
        boolean full = elapsed >= Math.ceilDiv(state.missing(), rate.count());
        return new Bucket(Math.max(tick, state.tick()), full ? 0 : state.missing() - elapsed * rate.count());
    }

    /** The tick at which so many parts have come in. */
    private long filled(Bucket bucket, long parts) {
        return parts == 0 ? 0 : bucket.tick() + Math.ceilDiv(parts, rate.count());
    }

    /**
     * No more than what the bucket has surely lacked ever since the charge: if it was ever nearer to full, the tokens would have run over, and giving
     * them back would let a burst pass that is larger than the bucket.
     */
    @Override
    public Refund<Bucket> refund(Charge<Bucket> charge, Bucket state, long now, long hits) {
        var ticks = Ticks.of(rate.period(), Math.max(rate.count(), capacity));
        long token = ticks.in(rate.period());
        var bucket = refilled(state, ticks.at(now));
        long lacked = charge.returnedSince() >= capacity
                ? 0
                : refilled(charge.after(), bucket.tick()).missing() - charge.returnedSince() * token;
        long returned = Math.max(0, Math.min(hits, Math.min(lacked, bucket.missing()) / token));
        return new Refund<>(returned, new Bucket(bucket.tick(), bucket.missing() - returned * token));
    }
}
