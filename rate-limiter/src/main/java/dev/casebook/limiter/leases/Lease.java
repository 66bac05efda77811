package dev.casebook.limiter.leases;

/**
 * The tokens that a caller holds of one limit: charged to it already, and not yet reported as spent. Instants are those of {@link System#nanoTime}.
 *
 * <p>An assignment says how many these are, not how many were added, so that one that is lost or late does no harm: what has been charged less what has
 * been reported. The caller subtracts what it spent while the report and its answer were on their way. So a token is spent once, after it was charged,
 * and at any instant a caller holds at most the largest lease. In any stretch of time all callers together spend what is charged in it, which the
 * limit's algorithm bounds, and what they held when it began: callers × the largest lease. One that does not subtract, as Envoy does not, spends what it
 * spends meanwhile twice, at most another lease, until its next report, and has less afterwards.
 */
final class Lease {

    private enum Kind {
        NONE,
        TOKENS,
        DENIAL,
        OPEN
    }

    private Kind kind = Kind.NONE;
    /** Negative when more was spent than had been charged. */
    private long tokens;

    private long assigned;
    private long size;
    /** Since the last assignment. */
    private long hits;

    private long begun;
    private long until;

    /**
     * What was spent without having been charged is owed, up to what leaves one token of the largest lease.
     *
     * @param most the largest lease
     */
    void report(long allowed, long denied, long most) {
        hits += allowed + denied;
        if (kind != Kind.OPEN) {
            tokens = Math.max(1 - most, tokens - allowed);
        }
    }

    /**
     * Whether the caller needs no other assignment: a denial lasts, or half of the tokens and half of their time are left. One that refused requests
     * does need to hear: it may have lost what it was told.
     *
     * @param denied requests, in the report that this is about
     */
    boolean holds(long now, long denied) {
        if (denied > 0) {
            return false;
        }
        boolean young = now - begun < (until - begun) / 2;
        return switch (kind) {
            case NONE -> false;
            case DENIAL -> now - until < 0;
            case OPEN -> young;
            case TOKENS -> young && 2 * tokens >= assigned;
        };
    }

    /**
     * How many tokens to charge, 0 if the caller holds enough: what it is likely to need, by what came since the last assignment. That at most doubles
     * the lease, or is twice what came, and at most halves it.
     *
     * @param covers nanoseconds for which they are to last
     * @param most the largest lease, 1 or more
     */
    long wanted(long now, long covers, long most) {
        // The caller's time runs from the arrival, so it holds them no shorter than is believed here.
        if (now - until >= 0) {
            tokens = Math.min(tokens, 0);
        }
        long elapsed = Math.max(1, now - begun);
        double needed = kind == Kind.NONE ? 2.0 * hits : (double) hits / elapsed * Math.max(covers, 2.0 * elapsed);
        long grown = Math.max(2 * size, 2 * hits);
        size = Math.clamp(Math.clamp((long) Math.ceil(needed), size / 2, grown), 1, most);
        return tokens < size ? Math.max(least(), size - tokens) : 0;
    }

    /** The fewest that are of any use. */
    long least() {
        return Math.max(1, 1 - tokens);
    }

    boolean empty() {
        return tokens <= 0;
    }

    /** @return how many the caller holds then, 1 or more if there were any or {@link #least} were charged */
    long assign(long charged, long now, long lifetime) {
        tokens += charged;
        assigned = tokens;
        begin(Kind.TOKENS, now, lifetime);
        return assigned;
    }

    void deny(long now, long lifetime) {
        begin(Kind.DENIAL, now, lifetime);
    }

    /** What is spent meanwhile is not owed. */
    void open(long now, long lifetime) {
        tokens = 0;
        begin(Kind.OPEN, now, lifetime);
    }

    private void begin(Kind next, long now, long lifetime) {
        kind = next;
        hits = 0;
        begun = now;
        until = now + lifetime;
    }
}
