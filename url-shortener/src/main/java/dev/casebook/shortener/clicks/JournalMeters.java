package dev.casebook.shortener.clicks;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;

/** The journal's side of the ledger. */
@Singleton
final class JournalMeters implements MeterBinder {

    private final ClickJournal journal;

    JournalMeters(ClickJournal journal) {
        this.journal = journal;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("shortener.clicks.appended", journal, each -> each.level()
                        .appended())
                .description("Clicks that this process noted in its journal")
                .register(registry);
        FunctionCounter.builder("shortener.clicks.shipped", journal, each -> each.level()
                        .shipped())
                .description("Clicks that Kafka acknowledged to this process")
                .register(registry);
        Gauge.builder("shortener.clicks.waiting", journal, each -> each.level().waiting())
                .description("Clicks in the journal that Kafka has not acknowledged")
                .register(registry);
        Gauge.builder("shortener.clicks.lost", journal, each -> each.level().lost())
                .description("Clicks that this journal declared lost since it was made")
                .register(registry);
        Gauge.builder("shortener.clicks.journal", journal, each -> each.level().bytes())
                .baseUnit("bytes")
                .description("Size of the journal")
                .register(registry);
    }
}
