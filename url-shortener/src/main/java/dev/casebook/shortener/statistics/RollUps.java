package dev.casebook.shortener.statistics;

import dev.casebook.chassis.jdbc.DatabaseException;
import dev.casebook.chassis.jdbc.Migrations;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.function.IntSupplier;

/** Looks from time to time for periods that are old, and takes all of them. */
@Singleton
final class RollUps {

    private final RollUp rollUp;
    private final Horizon horizon;
    private final Migrations migrations;
    private final Clock clock;
    private volatile boolean stopping;

    RollUps(RollUp rollUp, Horizon horizon, Migrations migrations, Clock clock) {
        this.rollUp = rollUp;
        this.horizon = horizon;
        this.migrations = migrations;
        this.clock = clock;
    }

    @Scheduled(
            every = "${casebook.shortener.statistics.roll-up.every:10m}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void run() {
        if (!migrations.isDone()) {
            return;
        }
        try {
            long quarters = untilNothingIsLeft(() -> rollUp.makeDays(horizon.quarters(clock.instant())));
            long days = untilNothingIsLeft(() -> rollUp.forgetDays(horizon.days(clock.instant())));
            if (quarters + days > 0) {
                Log.infof("event=statistics.rolled-up quarters=%d forgotten-days=%d", quarters, days);
            }
        } catch (DatabaseException e) {
            // The next run takes what this one left.
            Log.warnf("event=statistics.not-rolled-up reason=%s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** However much there is: a fixed share of it in a fixed time would fall behind for ever. Rests as long as it worked, so that half of the time is others'. */
    private long untilNothingIsLeft(IntSupplier step) throws InterruptedException {
        long total = 0;
        while (!stopping) {
            long begun = System.nanoTime();
            int done = step.getAsInt();
            if (done == 0) {
                break;
            }
            total += done;
            Thread.sleep(Duration.ofNanos(System.nanoTime() - begun));
        }
        return total;
    }

    void onStop(@Observes ShutdownEvent event) {
        stopping = true;
    }
}
