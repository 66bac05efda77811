package dev.casebook.gateway.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what became of the requests of routes that cache. */
@Singleton
public final class CacheMeters {

    /** How a request was answered. */
    public enum Outcome {
        /** From what is stored, fresh. */
        HIT,
        /** From what is stored, stale. */
        STALE,
        /** From what is stored, after the upstream said that it holds. */
        VALIDATED,
        /** By the upstream. */
        FORWARDED
    }

    private record Id(String route, Outcome outcome) {}

    private final MeterRegistry registry;
    private final Map<Id, Counter> counters = new ConcurrentHashMap<>();

    CacheMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    public void count(String route, Outcome outcome) {
        counters.computeIfAbsent(new Id(route, outcome), this::counter).increment();
    }

    private Counter counter(Id id) {
        return Counter.builder("gateway.cache.requests")
                .description("Requests of routes that cache")
                .tag("route", id.route())
                .tag("outcome", id.outcome().name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
