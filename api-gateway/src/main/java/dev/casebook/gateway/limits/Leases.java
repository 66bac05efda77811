package dev.casebook.gateway.limits;

import dev.casebook.gateway.limits.Decision.By;
import dev.casebook.limiter.client.leases.Fallback;
import dev.casebook.limiter.client.leases.LeaseClientSettings;
import dev.casebook.limiter.client.leases.LeasedLimit;
import dev.casebook.limiter.client.leases.LeasedLimiter;
import io.grpc.Channel;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Decides by tokens that were taken out of limits in advance; one stream to the limiter for each domain. */
final class Leases {

    private final Channel channel;
    private final LeaseClientSettings settings;
    private final WithoutLimiter without;
    private final Map<String, LeasedLimiter> byDomain = new ConcurrentHashMap<>();

    Leases(Channel channel, LeaseClientSettings settings, WithoutLimiter without) {
        this.channel = channel;
        this.settings = settings;
        this.without = without;
    }

    /** @return completed for most requests; else it completes on any thread */
    Future<Decision> decide(Descriptor descriptor) {
        var domain = descriptor.limit().domain();
        var limiter = byDomain.get(domain);
        if (limiter == null) {
            limiter = byDomain.computeIfAbsent(domain, each -> new LeasedLimiter(channel, each, settings));
        }
        // What happens without a lease is the route's to say, and it may say something else tomorrow.
        var limit = limiter.limit(descriptor.entries(), new Fallback.Open());
        var outcome = limit.settle().toCompletableFuture();
        return outcome.isDone()
                ? Future.succeededFuture(decision(descriptor, limit, outcome.join()))
                : Future.fromCompletionStage(outcome).map(late -> decision(descriptor, limit, late));
    }

    private Decision decision(Descriptor descriptor, LeasedLimit limit, LeasedLimit.Outcome outcome) {
        return switch (outcome) {
            case ADMITTED -> new Decision(descriptor.limit(), true, By.LEASE, Duration.ZERO);
            case REFUSED -> new Decision(descriptor.limit(), false, By.LEASE, limit.deniedFor());
            case UNKNOWN -> without.decide(descriptor);
        };
    }

    /** Gives up the streams of other domains. */
    void keep(Set<String> domains) {
        byDomain.forEach((domain, limiter) -> {
            if (!domains.contains(domain) && byDomain.remove(domain, limiter)) {
                limiter.close();
            }
        });
    }
}
