package dev.casebook.limiter.rls;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.limiter.top.TopLimited;
import jakarta.inject.Singleton;

/** What is kept of decisions: numbers, and who is refused most. Waits for nothing. */
@Singleton
final class Observations {

    private final LimitMetrics metrics;
    private final TopLimited top;

    Observations(LimitMetrics metrics, TopLimited top) {
        this.metrics = metrics;
        this.top = top;
    }

    void made(RateLimitRequest request, Ruling ruling) {
        metrics.count(request.getDomain(), ruling);
        if (!ruling.admitted()) {
            countRefused(request.getDomain(), ruling);
        }
    }

    private void countRefused(String domain, Ruling ruling) {
        for (var part : ruling.parts()) {
            if (part.refused() && !part.subject().shadow()) {
                part.subject()
                        .match()
                        .ifPresent(match -> top.refused(domain, match.limit().label(), match.key()));
            }
        }
    }
}
