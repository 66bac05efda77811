package dev.casebook.limiter.administration;

import dev.casebook.chassis.jdbc.DatabaseException;
import dev.casebook.chassis.jdbc.Migrations;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Deletes what nobody asks for any more. Every instance sweeps: deleting what is gone is harmless. */
@Singleton
final class Sweep {

    /** Longer than clocks differ. */
    private static final Duration OVER = Duration.ofDays(1);

    private final RuleStore store;
    private final ChangeStore changes;
    private final Migrations migrations;
    private final AdministrationSettings settings;
    private final Clock clock;

    Sweep(RuleStore store, ChangeStore changes, Migrations migrations, AdministrationSettings settings, Clock clock) {
        this.store = store;
        this.changes = changes;
        this.migrations = migrations;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(
            every = "${casebook.limiter.administration.sweep-every:10m}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void sweep() {
        if (!migrations.isDone()) {
            return;
        }
        try {
            int overrides = store.removeOverBefore(clock.instant().minus(OVER));
            int forgotten = changes.removeBefore(clock.instant().minus(settings.changesKept()));
            Log.debugf("event=administration.swept overrides=%d changes=%d", overrides, forgotten);
        } catch (DatabaseException e) {
            // The next sweep takes what this one left.
            Log.debugf("event=administration.not-swept reason=%s", e);
        }
    }
}
