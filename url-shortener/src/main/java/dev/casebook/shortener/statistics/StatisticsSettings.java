package dev.casebook.shortener.statistics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How statistics are kept and asked for. */
@ConfigMapping(prefix = "casebook.shortener.statistics")
interface StatisticsSettings {

    /** Values of a dimension (hosts, browsers, …) that are kept apart in one period of one link; the rest is added up. */
    @WithDefault("100")
    int values();

    /** Values of a dimension that an answer names. */
    @WithDefault("50")
    int answerValues();

    /** Periods of links that one statement writes. */
    @WithDefault("500")
    int periodsAtOnce();

    /** The longest range that may be asked for by hours. */
    @WithDefault("31d")
    Duration hoursRange();

    /** The longest range that may be asked for by days. */
    @WithDefault("731d")
    Duration daysRange();

    RollUp rollUp();

    /** Quarters of an hour become days of UTC, and days are forgotten. Totals stay for ever. */
    interface RollUp {

        /** How long quarters are kept, in whole days of UTC: as long can hours, and days of other time zones, be told. */
        @WithDefault("35d")
        Duration keepQuarters();

        /** How long days are kept. */
        @WithDefault("1830d")
        Duration keepDays();

        /** How often it is looked for what is old; {@code off}: never. */
        @WithDefault("10m")
        String every();

        /**
         * Periods that one transaction takes, which holds up the counting of their links meanwhile. A day's quarters go together, so there may be 95
         * more.
         */
        @WithDefault("500")
        int step();
    }
}
