package dev.casebook.limiter.rls;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/** A number that only grows, exported under exactly its name. */
record Total(LongAdder adder) {

    static Total registered(MeterRegistry registry, String name, String... tags) {
        var total = new Total(new LongAdder());
        Gauge.builder(name, total.adder(), LongAdder::sum)
                .strongReference(true)
                .tags(tags)
                .register(registry);
        return total;
    }

    void add(long amount) {
        adder.add(amount);
    }
}
