package dev.casebook.chassis.jdbc;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Forgets the answers that nobody will ask for again. Every instance sweeps: deleting what is gone is harmless. */
@Singleton
final class IdempotencySweep {

    private final IdempotencyTable table;
    private final Migrations migrations;
    private final DatabaseSettings.Idempotency settings;
    private final Clock clock;

    IdempotencySweep(IdempotencyTable table, Migrations migrations, DatabaseSettings settings, Clock clock) {
        this.table = table;
        this.migrations = migrations;
        this.settings = settings.idempotency();
        this.clock = clock;
    }

    @Scheduled(
            every = "${casebook.database.idempotency.sweep-every:10m}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void sweep() {
        if (!migrations.isDone()) {
            return;
        }
        try {
            Log.debugf("event=idempotency.swept deleted=%d", deleteOld());
        } catch (DatabaseException e) {
            // The next sweep takes what this one left.
            Log.warnf("event=idempotency.not-swept reason=%s", e);
        }
    }

    private int deleteOld() {
        var oldest = clock.instant().minus(settings.keep());
        int total = 0;
        int deleted;
        do {
            deleted = table.deleteBefore(oldest, settings.sweepBatch());
            total += deleted;
        } while (deleted == settings.sweepBatch());
        return total;
    }
}
