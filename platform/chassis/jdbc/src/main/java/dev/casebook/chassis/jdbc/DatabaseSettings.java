package dev.casebook.chassis.jdbc;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How a service gets on with its database. The address is {@code quarkus.datasource.*}, as everywhere in Quarkus. */
@ConfigMapping(prefix = "casebook.database")
public interface DatabaseSettings {

    /** False: this service does without; nothing connects to PostgreSQL, and {@link Migrations} are never done. */
    @WithDefault("true")
    boolean enabled();

    /** Whether the service is unready until its tables are there; false where it serves what matters without. */
    @WithDefault("true")
    boolean required();

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
