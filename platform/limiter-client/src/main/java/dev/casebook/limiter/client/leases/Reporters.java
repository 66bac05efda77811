package dev.casebook.limiter.client.leases;

import dev.casebook.contracts.envoy.ratelimitquota.v3.BucketId;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaUsageReports.BucketQuotaUsage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who reported last of each bucket on a stream. The limiter believes to be unspent what nobody reported as spent, and assigns it again; so whoever takes
 * the place of an evicted limit says what that one spent, and from then on the evicted one spends nothing. The stream's thread alone uses it.
 */
final class Reporters {

    private final Map<Map<String, String>, LeasedLimit> last = new HashMap<>();

    /** What came of the bucket since the last report; on a new stream, nobody is told what was spent of an old lease. */
    BucketQuotaUsage report(LeasedLimit limit) {
        var before = last.put(limit.entries(), limit);
        long spent = limit.spentSinceReport();
        long allowed = before == limit ? spent : before == null ? 0 : before.end();
        return BucketQuotaUsage.newBuilder()
                .setBucketId(BucketId.newBuilder().putAllBucket(limit.entries()))
                .setNumRequestsAllowed(allowed)
                .setNumRequestsDenied(limit.refusedSinceReport())
                .build();
    }

    /** The limiter knows nothing of the bucket any more. */
    Optional<LeasedLimit> abandoned(Map<String, String> entries) {
        return Optional.ofNullable(last.remove(entries));
    }

    void forget(Predicate<LeasedLimit> needless) {
        last.values().removeIf(needless);
    }

    int size() {
        return last.size();
    }

    /** @param evicted whose lease ends, since the next stream hears nothing of it */
    void streamBroke(Predicate<LeasedLimit> evicted) {
        last.values().stream().filter(evicted).forEach(limit -> {
            limit.end();
            limit.wake();
        });
        last.clear();
    }
}
