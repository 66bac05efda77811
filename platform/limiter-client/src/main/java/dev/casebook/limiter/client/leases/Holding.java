package dev.casebook.limiter.client.leases;

import com.google.protobuf.util.Durations;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaResponse.BucketAction.QuotaAssignmentAction;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitStrategy.BlanketRule;

/**
 * What the limiter assigned. Instants are those of {@link System#nanoTime}.
 *
 * @param ceiling up to which the bucket's count of all that it ever spent may go
 * @param assigned tokens
 */
record Holding(Kind kind, long ceiling, long assigned, long begun, long until) {

    enum Kind {
        NONE,
        TOKENS,
        DENIAL,
        OPEN
    }

    static final Holding NONE = new Holding(Kind.NONE, 0, 0, 0, 0);

    /**
     * @param reported what the bucket had spent in all when it reported: what it spent since then comes off by itself
     * @param now when this arrived
     */
    static Holding of(QuotaAssignmentAction action, long reported, long now) {
        var strategy = action.getRateLimitStrategy();
        long until = now + Durations.toNanos(action.getAssignmentTimeToLive());
        if (strategy.hasTokenBucket()) {
            long tokens = Integer.toUnsignedLong(strategy.getTokenBucket().getMaxTokens());
            return new Holding(Kind.TOKENS, reported + tokens, tokens, now, until);
        }
        boolean open = strategy.getBlanketRule() == BlanketRule.ALLOW_ALL;
        return new Holding(open ? Kind.OPEN : Kind.DENIAL, 0, 0, now, until);
    }

    /** @return {@link Kind#NONE} when it has run out */
    Kind kind(long now) {
        return now - until < 0 ? kind : Kind.NONE;
    }

    /** Whether it is time for another: less than half of it is left, in tokens or in time. A denial lasts to its end. */
    boolean due(long spent, long now) {
        return switch (kind(now)) {
            case NONE -> true;
            case DENIAL -> false;
            case OPEN -> old(now);
            case TOKENS -> old(now) || 2 * (ceiling - spent) < assigned;
        };
    }

    private boolean old(long now) {
        return now - begun >= (until - begun + 1) / 2;
    }
}
