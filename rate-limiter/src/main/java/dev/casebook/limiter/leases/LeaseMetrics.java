package dev.casebook.limiter.leases;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** Streams that are open, what their callers were told, and how many tokens that took. */
@Singleton
final class LeaseMetrics {

    private final AtomicInteger streams = new AtomicInteger();
    private final MeterRegistry registry;
    private final Counter tokens;

    LeaseMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.tokens = registry.counter("limiter.leases.tokens");
        Gauge.builder("limiter.leases.streams", streams, AtomicInteger::get)
                .strongReference(true)
                .register(registry);
    }

    /** @return how many are open then */
    int opened() {
        return streams.incrementAndGet();
    }

    void closed() {
        streams.decrementAndGet();
    }

    void assigned(Assignment assignment) {
        registry.counter("limiter.leases.assignments", "kind", assignment.kind())
                .increment();
    }

    void charged(long hits) {
        tokens.increment(hits);
    }

    void refused(String reason) {
        registry.counter("limiter.leases.ended", "reason", reason).increment();
    }
}
