package dev.casebook.limiter.leases;

import com.google.protobuf.UInt32Value;
import com.google.protobuf.util.Durations;
import dev.casebook.contracts.envoy.ratelimitquota.v3.BucketId;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaResponse.BucketAction;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaResponse.BucketAction.AbandonAction;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaResponse.BucketAction.QuotaAssignmentAction;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitStrategy;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitStrategy.BlanketRule;
import dev.casebook.contracts.envoy.ratelimitquota.v3.TokenBucket;
import java.time.Duration;
import java.util.Map;

/** Assignments as Envoy has them. */
final class Actions {

    /**
     * A bucket of tokens must gain none that nobody charged. It cannot do without filling, and one a year, which is the least that Envoy does, is less
     * than a token in any lifetime.
     */
    private static final long FILL_SECONDS = Duration.ofDays(365).toSeconds();

    private long assigned;

    BucketAction of(Map<String, String> bucket, Assignment assignment) {
        var action = BucketAction.newBuilder().setBucketId(BucketId.newBuilder().putAllBucket(bucket));
        return switch (assignment) {
            case Assignment.Tokens(var count, var lifetime) -> quota(action, tokens(count), lifetime);
            case Assignment.Denial(var lifetime) -> quota(action, blanket(BlanketRule.DENY_ALL), lifetime);
            case Assignment.Open(var lifetime) -> quota(action, blanket(BlanketRule.ALLOW_ALL), lifetime);
            case Assignment.Abandoned _ ->
                action.setAbandonAction(AbandonAction.getDefaultInstance()).build();
        };
    }

    private static BucketAction quota(BucketAction.Builder action, RateLimitStrategy strategy, Duration lifetime) {
        return action.setQuotaAssignmentAction(QuotaAssignmentAction.newBuilder()
                        .setAssignmentTimeToLive(Durations.fromNanos(lifetime.toNanos()))
                        .setRateLimitStrategy(strategy))
                .build();
    }

    private static RateLimitStrategy blanket(BlanketRule rule) {
        return RateLimitStrategy.newBuilder().setBlanketRule(rule).build();
    }

    /** No two in a row are the same: Envoy takes that for the assignment of before, with the tokens that are left of it. It looks at the nanoseconds only. */
    private RateLimitStrategy tokens(long count) {
        assigned++;
        return RateLimitStrategy.newBuilder()
                .setTokenBucket(TokenBucket.newBuilder()
                        .setMaxTokens(Math.toIntExact(count))
                        .setTokensPerFill(UInt32Value.of(1))
                        .setFillInterval(Durations.fromNanos(
                                Duration.ofSeconds(FILL_SECONDS).toNanos() + assigned % 1_000_000)))
                .build();
    }
}
