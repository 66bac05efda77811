package dev.casebook.chassis.jdbc;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How a service gets on with its database. The address is {@code quarkus.datasource.*}, as everywhere in Quarkus. */
@ConfigMapping(prefix = "casebook.database")
public interface DatabaseSettings {

    Migration migration();

    Idempotency idempotency();

    /** Attempts to migrate, the pause between two of which doubles from the shortest to the longest. */
    interface Migration {

        @WithDefault("500ms")
        Duration shortestPause();

        @WithDefault("10s")
        Duration longestPause();
    }

    interface Idempotency {

        /** How long an answer is kept for a repeated key. */
        @WithDefault("24h")
        Duration keep();

        /** How often older ones are deleted; in the notation of {@code @Scheduled(every)}. */
        @WithDefault("10m")
        Duration sweepEvery();

        /** Rows deleted in one transaction. */
        @WithDefault("1000")
        int sweepBatch();
    }
}
