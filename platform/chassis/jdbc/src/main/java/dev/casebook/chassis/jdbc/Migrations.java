package dev.casebook.chassis.jdbc;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the database up to date in the background, as often as it takes: first the tables of the chassis, in their schema, then the service's own
 * {@code db/migration}. The service starts at once and is ready when this is done.
 */
@Singleton
public final class Migrations {

    private static final String CHASSIS = "chassis";

    private final Provider<Flyway> flyway;
    private final boolean enabled;
    private final DatabaseSettings.Migration settings;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile String problem;
    private volatile Thread worker;

    Migrations(Provider<Flyway> flyway, DatabaseSettings settings) {
        this.flyway = flyway;
        this.enabled = settings.enabled();
        this.problem = enabled ? "not tried yet" : "switched off";
        this.settings = settings.migration();
    }

    void onStart(@Observes StartupEvent event) {
        worker = Thread.ofVirtual().name("migrations").unstarted(this::migrateUntilDone);
        if (enabled) {
            worker.start();
        }
    }

    void onStop(@Observes ShutdownEvent event) {
        worker.interrupt();
    }

    public boolean isDone() {
        return done.isDone();
    }

    /** Completes when every table is there, on the thread that made them; never fails, for there is no last attempt. */
    public CompletionStage<Void> done() {
        return done.minimalCompletionStage();
    }

    /** What kept the last attempt from succeeding. */
    Optional<String> problem() {
        return isDone() ? Optional.empty() : Optional.of(problem);
    }

    private void migrateUntilDone() {
        var pause = settings.shortestPause();
        while (!migrated()) {
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
            pause = shorter(pause.multipliedBy(2), settings.longestPause());
        }
        done.complete(null);
    }

    private boolean migrated() {
        try {
            var base = flyway.get().getConfiguration();
            int own = Flyway.configure(base.getClassLoader())
                    .configuration(base)
                    .resourceProvider(new Folder("db/chassis", base.getResourceProvider()))
                    .schemas(CHASSIS)
                    // A service may take another jar of the chassis later, whose number is lower.
                    .outOfOrder(true)
                    .load()
                    .migrate()
                    .migrationsExecuted;
            int theirs = Flyway.configure(base.getClassLoader())
                    .configuration(base)
                    .resourceProvider(new Folder("db/migration", base.getResourceProvider()))
                    .load()
                    .migrate()
                    .migrationsExecuted;
            Log.infof("event=database.migrated chassis=%d service=%d", own, theirs);
            return true;
        } catch (FlywayException e) {
            problem = e.getMessage().lines().findFirst().orElse("no reason given");
            Log.warnf("event=database.not-migrated reason=%s", e.getMessage().replaceAll("\\s+", " "));
            return false;
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
