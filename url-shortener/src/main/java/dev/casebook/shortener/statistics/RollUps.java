package dev.casebook.shortener.statistics;

import dev.casebook.chassis.jdbc.DatabaseException;
import dev.casebook.chassis.jdbc.Migrations;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.function.IntSupplier;

/** Looks from time to time for periods that are old. */
@Singleton
final class RollUps {

    private final RollUp rollUp;
    private final Horizon horizon;
    private final Migrations migrations;
    private final StatisticsSettings.RollUp settings;
    private final Clock clock;

    RollUps(RollUp rollUp, Horizon horizon, Migrations migrations, StatisticsSettings settings, Clock clock) {
        this.rollUp = rollUp;
        this.horizon = horizon;
        this.migrations = migrations;
        this.settings = settings.rollUp();
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
            int quarters = inSteps(() -> rollUp.makeDays(horizon.quarters(clock.instant())));
            int days = inSteps(() -> rollUp.forgetDays(horizon.days(clock.instant())));
            if (quarters + days > 0) {
                Log.infof("event=statistics.rolled-up quarters=%d forgotten-days=%d", quarters, days);
            }
        } catch (DatabaseException e) {
            // The next run takes what this one left.
            Log.warnf("event=statistics.not-rolled-up reason=%s", e);
        }
    }

    private int inSteps(IntSupplier step) {
        int total = 0;
        for (int i = 0; i < settings.steps(); i++) {
            int done = step.getAsInt();
            total += done;
            if (done == 0) {
                break;
            }
        }
        return total;
    }
}
