package dev.casebook.shortener.clicks;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** The counting side of the ledger: redirects served = clicks counted + waiting in journals and Kafka + lost + missing. */
@Singleton
final class CountingMeters {

    private final Counter counted;
    private final Counter replays;
    private final Counter missing;
    private final Counter unreadable;

    CountingMeters(MeterRegistry registry) {
        counted = Counter.builder("shortener.clicks.counted")
                .description("Clicks that this instance added to the totals")
                .register(registry);
        replays = Counter.builder("shortener.clicks.replays")
                .description("Clicks that came again and were dropped")
                .register(registry);
        missing = Counter.builder("shortener.clicks.missing")
                .description("Clicks that never came though later ones of their journal did")
                .register(registry);
        unreadable = Counter.builder("shortener.clicks.unreadable")
                .description("Records put into the dead letter topic")
                .register(registry);
    }

    void counted(ClickTally tally) {
        counted.increment(tally.counted());
        replays.increment(tally.replays());
        missing.increment(tally.missing());
    }

    void unreadable() {
        unreadable.increment();
    }
}
