package dev.casebook.limiter.rls;

import dev.casebook.limiter.algorithms.CountingWindow;
import dev.casebook.limiter.algorithms.Decision;
import dev.casebook.limiter.current.RulesSettings;
import dev.casebook.limiter.rls.Ruling.Part;
import dev.casebook.limiter.rules.Limit;
import dev.casebook.limiter.rules.Match;
import dev.casebook.limiter.rules.Mode;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what envoyproxy/ratelimit counts, under the names that its Prometheus mapping has. They are exported as gauges, since counters would get the
 * ending {@code _total}, which those names have not.
 */
@Singleton
final class LimitMetrics {

    private static final String PREFIX = "ratelimit_service_";

    private final MeterRegistry registry;
    private final int maxSeries;
    private final Mode mode;
    private final Map<Series, RuleCounters> counters = new ConcurrentHashMap<>();
    private final Total storeFailures;
    private final Total invalid;
    private final Map<Source, Total> sources;

    private record Series(String domain, List<String> path) {}

    LimitMetrics(MeterRegistry registry, MetricSettings settings, RulesSettings rules) {
        this.mode = rules.mode();
        this.registry = registry;
        this.maxSeries = settings.maxSeries();
        this.storeFailures = total("should_rate_limit_error", "err_type", "redis_error");
        this.invalid = total("should_rate_limit_error", "err_type", "service_error");
        this.sources = Map.of(
                Source.RULES, total("decisions", "source", "rules"),
                Source.STORE, total("decisions", "source", "store"),
                Source.MEMORY, total("decisions", "source", "memory"),
                Source.FAILURE_POLICY, total("decisions", "source", "failure_policy"));
    }

    void count(String domain, Ruling ruling) {
        sources.get(ruling.source()).add(1);
        for (var part : ruling.parts()) {
            part.subject().match().filter(match -> !match.limit().unlimited()).ifPresent(match -> counters(
                            domain, match)
                    .count(part.subject().cost(), outcome(ruling, part, match.limit())));
        }
    }

    void storeFailed() {
        storeFailures.add(1);
    }

    void invalid() {
        invalid.add(1);
    }

    private RuleCounters counters(String domain, Match match) {
        var told = levels(match.path());
        var known = counters.get(new Series(domain, told));
        if (known != null) {
            return known;
        }
        // Values come from clients: beyond so many, those of a rule are counted together.
        var path = counters.size() < maxSeries ? told : levels(match.limit().path());
        return counters.computeIfAbsent(
                new Series(domain, path), _ -> new RuleCounters(registry, PREFIX + "rate_limit_", domain, path));
    }

    /** Its Prometheus mapping has two, and adds up what lies below. */
    private List<String> levels(List<String> path) {
        return mode == Mode.COMPAT && path.size() > 2 ? path.subList(0, 2) : path;
    }

    private static RuleCounters.Outcome outcome(Ruling ruling, Part part, Limit limit) {
        boolean countsAll = limit.algorithm()
                .filter(algorithm -> algorithm instanceof CountingWindow)
                .isPresent();
        return new RuleCounters.Outcome(
                part.refused(),
                limit.shadow(),
                ruling.admitted() || countsAll,
                ruling.source() == Source.MEMORY,
                part.decision().map(Decision::remaining).orElse(0L),
                limit.requestsPerUnit());
    }

    private Total total(String name, String... tags) {
        return Total.registered(registry, PREFIX + name, tags);
    }
}
