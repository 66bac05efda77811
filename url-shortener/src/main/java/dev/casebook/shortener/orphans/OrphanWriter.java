package dev.casebook.shortener.orphans;

import dev.casebook.chassis.jdbc.Migrations;
import dev.casebook.shortener.store.Store;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Writes the orphan visits of this process down from time to time. What a killed process had not written is lost: nobody was redirected by it. */
@Singleton
final class OrphanWriter {

    private final UUID process = UUID.randomUUID();
    private final OrphanVisits visits;
    private final OrphanRepository repository;
    private final OrphanSettings settings;
    private final Migrations migrations;
    private final Store store;

    OrphanWriter(
            OrphanVisits visits,
            OrphanRepository repository,
            OrphanSettings settings,
            Migrations migrations,
            Store store) {
        this.visits = visits;
        this.repository = repository;
        this.settings = settings;
        this.migrations = migrations;
        this.store = store;
    }

    @Scheduled(
            every = "${casebook.shortener.orphans.every:10s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void write() {
        var days = visits.unwritten();
        if (days.isEmpty() || !migrations.isDone()) {
            return;
        }
        try {
            store.change(() -> {
                repository.write(process, days);
                return days;
            });
            visits.written(days);
        } catch (RuntimeException e) {
            // The next turn writes the same and more.
            Log.warnf("event=orphans.not-written-yet reason=%s", e);
        }
    }

    void onStop(@Observes ShutdownEvent event) throws InterruptedException {
        Thread.ofVirtual().start(this::write).join(settings.stopWithin());
    }
}
