package dev.casebook.shortener.clicks;

import dev.casebook.chassis.jdbc.DatabaseException;
import dev.casebook.chassis.jdbc.Migrations;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.function.ToLongFunction;

/**
 * The whole ledger, as PostgreSQL has it, beside what of this instance's journal it does not have yet. Read from time to time; while PostgreSQL is
 * away its part stands still and the rest goes on.
 */
@Singleton
final class LedgerMeters implements MeterBinder {

    private final JournalCounts counts;
    private final ClickJournal journal;
    private final Migrations migrations;
    private volatile JournalCount all = JournalCount.NONE;
    private volatile JournalCount own = JournalCount.NONE;

    LedgerMeters(JournalCounts counts, ClickJournal journal, Migrations migrations) {
        this.counts = counts;
        this.journal = journal;
        this.migrations = migrations;
    }

    @Scheduled(
            every = "${casebook.shortener.clicks.counting.ledger-every:5s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void read() {
        if (!migrations.isDone()) {
            return;
        }
        try {
            all = counts.sum();
            own = counts.of(journal.level().journal());
        } catch (DatabaseException e) {
            Log.debugf("event=clicks.ledger-not-read reason=%s", e);
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        part(registry, "counted", "Clicks of all journals that are in the totals", JournalCount::counted);
        part(registry, "missing", "Clicks of all journals that never came", JournalCount::missing);
        part(registry, "lost", "Clicks that all journals have declared lost", JournalCount::lost);
        Gauge.builder("shortener.clicks.uncounted", this, LedgerMeters::uncounted)
                .description("Clicks of this journal that wait in it or in Kafka")
                .register(registry);
    }

    private void part(MeterRegistry registry, String part, String description, ToLongFunction<JournalCount> value) {
        Gauge.builder("shortener.clicks.ledger", this, each -> value.applyAsLong(each.all))
                .tag("part", part)
                .description(description)
                .register(registry);
    }

    private long uncounted() {
        return Math.max(0, journal.level().lastSequence() - own.lastSequence());
    }
}
