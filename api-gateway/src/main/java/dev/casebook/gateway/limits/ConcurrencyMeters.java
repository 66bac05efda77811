package dev.casebook.gateway.limits;

import dev.casebook.gateway.routes.Concurrency;
import dev.casebook.gateway.routes.Concurrency.By;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what limits of requests at one time refused, by route. */
@Singleton
final class ConcurrencyMeters {

    private record Key(String route, By by) {}

    private final MeterRegistry registry;
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();

    ConcurrencyMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void refused(String route, Concurrency limit) {
        counters.computeIfAbsent(new Key(route, limit.by()), _ -> counter(route, limit))
                .increment();
    }

    private Counter counter(String route, Concurrency limit) {
        return Counter.builder("gateway.concurrency.refused")
                .description("Requests refused because too many were under way, by what these have in common")
                .tag("route", route)
                .tag("by", limit.byName())
                .register(registry);
    }

    long refusals(String route, Concurrency limit) {
        var counter = counters.get(new Key(route, limit.by()));
        return counter == null ? 0 : (long) counter.count();
    }
}
