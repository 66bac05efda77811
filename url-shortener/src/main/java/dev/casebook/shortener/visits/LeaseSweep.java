package dev.casebook.shortener.visits;

import dev.casebook.chassis.jdbc.Migrations;
import dev.casebook.shortener.store.Store;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;

/** Forgets leases that nobody will give back any more: those of killed instances. Their visits stay spent. */
@Singleton
final class LeaseSweep {

    private final VisitRepository repository;
    private final VisitSettings settings;
    private final VisitMetrics metrics;
    private final Migrations migrations;
    private final Store store;

    LeaseSweep(
            VisitRepository repository,
            VisitSettings settings,
            VisitMetrics metrics,
            Migrations migrations,
            Store store) {
        this.repository = repository;
        this.settings = settings;
        this.metrics = metrics;
        this.migrations = migrations;
        this.store = store;
    }

    @Scheduled(
            every = "${casebook.shortener.visits.sweep-every:1h}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void sweep() {
        if (!migrations.isDone()) {
            return;
        }
        try {
            metrics.lost(store.change(() -> repository.forget(settings.forgetAfter())));
        } catch (RuntimeException e) {
            // The next turn forgets them.
            Log.warnf("event=visits.leases-not-forgotten-yet reason=%s", e);
        }
    }
}
