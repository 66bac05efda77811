package dev.casebook.limiter.rls;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.limiter.decisions.Decided;
import dev.casebook.limiter.decisions.DecisionEvents;
import dev.casebook.limiter.rules.Entry;
import dev.casebook.limiter.top.TopLimited;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is kept of decisions: numbers, who is refused most, and a sample for Kafka. Waits for nothing. */
@Singleton
final class Observations {

    private final LimitMetrics metrics;
    private final TopLimited top;
    private final DecisionEvents events;

    Observations(LimitMetrics metrics, TopLimited top, DecisionEvents events) {
        this.metrics = metrics;
        this.top = top;
        this.events = events;
    }

    void made(RateLimitRequest request, Ruling ruling) {
        metrics.count(request.getDomain(), ruling);
        if (!ruling.admitted()) {
            countRefused(request.getDomain(), ruling);
        }
        if (events.samples()) {
            sample(request, ruling);
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

    /** What no rule names is not told of: its keys may be anything. */
    private void sample(RateLimitRequest request, Ruling ruling) {
        var parts = IntStream.range(0, ruling.parts().size())
                .boxed()
                .flatMap(i -> part(request, ruling.parts().get(i), i))
                .toList();
        if (!parts.isEmpty()) {
            var source = ruling.source().name().toLowerCase(Locale.ROOT);
            events.offer(new Decided(request.getDomain(), ruling.admitted(), source, parts));
        }
    }

    private static Stream<Decided.Part> part(RateLimitRequest request, Ruling.Part part, int descriptor) {
        return part.subject().match().stream()
                .map(match -> new Decided.Part(
                        match.limit(),
                        request.getDescriptors(descriptor).getEntriesList().stream()
                                .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                                .toList(),
                        part.subject().cost(),
                        part.refused(),
                        part.decision().stream()
                                .mapToLong(decision -> decision.remaining())
                                .findFirst()));
    }
}
