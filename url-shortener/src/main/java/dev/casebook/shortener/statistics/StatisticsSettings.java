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

    Live live();

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

        /** Transactions in one go; what is left waits for the next one. */
        @WithDefault("200")
        int steps();
    }

    /** Clicks as they are counted, as server-sent events. */
    interface Live {

        /** Streams that one instance serves at once. */
        @WithDefault("100")
        int streams();

        /** How often the totals are looked at. */
        @WithDefault("1s")
        Duration every();

        /** After this long without a click, a comment shows that the stream is alive. */
        @WithDefault("10s")
        Duration heartbeat();

        /** Then the stream ends and the browser asks again, with a token that is still valid. */
        @WithDefault("30m")
        Duration longest();
    }
}
