package dev.casebook.shortener.statistics;

import jakarta.inject.Singleton;
import java.time.Instant;

/** How far back statistics go. */
@Singleton
final class Horizon {

    private final StatisticsSettings.RollUp settings;

    Horizon(StatisticsSettings settings) {
        this.settings = settings.rollUp();
    }

    /** Before it there are only days of UTC. */
    Instant quarters(Instant now) {
        return Period.DAY.startOf(now.minus(settings.keepQuarters()));
    }

    /** Before it there is nothing. */
    Instant days(Instant now) {
        return Period.DAY.startOf(now.minus(settings.keepDays()));
    }
}
