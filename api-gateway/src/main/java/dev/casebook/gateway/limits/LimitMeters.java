package dev.casebook.gateway.limits;

import dev.casebook.gateway.limits.Decision.By;
import dev.casebook.gateway.routes.Limit;
import dev.casebook.gateway.routes.Route;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what limits decided, by route. */
@Singleton
final class LimitMeters {

    private record Key(String route, Limit limit, By by, boolean admitted) {}

    private final MeterRegistry registry;
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();

    LimitMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(Route route, Verdict verdict) {
        for (var decision : verdict.decisions()) {
            var key = new Key(route.id(), decision.limit(), decision.by(), decision.admitted());
            counters.computeIfAbsent(key, this::counter).increment();
        }
    }

    private Counter counter(Key key) {
        return Counter.builder("gateway.limits")
                .description("Decisions about requests at limits, by who decided")
                .tag("route", key.route())
                .tag("limit", key.limit().title())
                .tag("mode", key.limit().modeName())
                .tag("by", key.by().name().toLowerCase(Locale.ROOT))
                .tag("outcome", key.admitted() ? "admitted" : "refused")
                .register(registry);
    }

    LimitTotals totals(String route, Limit limit) {
        long admitted = 0;
        long refused = 0;
        long without = 0;
        for (var each : counters.entrySet()) {
            var key = each.getKey();
            if (key.route().equals(route) && key.limit().equals(limit)) {
                long count = (long) each.getValue().count();
                admitted += key.admitted() ? count : 0;
                refused += key.admitted() ? 0 : count;
                without += key.by().isWithoutLimiter() ? count : 0;
            }
        }
        return new LimitTotals(admitted, refused, without);
    }
}
