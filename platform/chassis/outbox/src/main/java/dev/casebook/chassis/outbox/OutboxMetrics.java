package dev.casebook.chassis.outbox;

import dev.casebook.chassis.jdbc.DatabaseException;
import dev.casebook.chassis.jdbc.Migrations;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** What waits in the outbox, as every instance sees it, and what this one sent. */
@Singleton
final class OutboxMetrics {

    private final OutboxTable table;
    private final Migrations migrations;
    private final Clock clock;
    private final Counter sent;
    private volatile OutboxTable.Waiting waiting = OutboxTable.Waiting.NOTHING;

    OutboxMetrics(OutboxTable table, ParkedTopics parked, Migrations migrations, Clock clock, MeterRegistry meters) {
        this.table = table;
        this.migrations = migrations;
        this.clock = clock;
        this.sent = meters.counter("casebook.outbox.sent");
        meters.gauge("casebook.outbox.pending", this, self -> self.waiting.count());
        meters.gauge("casebook.outbox.parked.topics", parked, ParkedTopics::count);
        meters.gauge("casebook.outbox.oldest.age.seconds", this, OutboxMetrics::oldestAge);
    }

    void sent(int events) {
        sent.increment(events);
    }

    @Scheduled(every = "${casebook.outbox.measure-every:5s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void measure() {
        if (!migrations.isDone()) {
            return;
        }
        try {
            waiting = table.waiting();
        } catch (DatabaseException e) {
            // The last figures stay; the relay says loudly enough that PostgreSQL is away.
            Log.debugf("event=outbox.not-measured reason=%s", e);
        }
    }

    private double oldestAge() {
        return waiting.oldest()
                .map(oldest -> Duration.between(oldest, clock.instant()).toMillis() / 1_000.0)
                .orElse(0.0);
    }
}
