package dev.casebook.shortener.redirects;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How redirects are cached. */
@ConfigMapping(prefix = "casebook.shortener.redirects")
interface RedirectSettings {

    /**
     * Memory that this instance's own cache may take, about. When it is full, all that lives must still leave the old generation some room, or the
     * collector clears the whole heap again and again: of a heap of 64 MiB that is three quarters, and 26 live besides the cache.
     */
    @WithDefault("8M")
    MemorySize localSize();

    /**
     * Age from which an entry is read again in the background while it goes on being served. Changes arrive as events long before; this bounds how
     * long a lost event can be felt.
     */
    @WithDefault("10m")
    Duration softAge();

    /** Age from which an entry is read again while Kafka tells of no changes. */
    @WithDefault("5s")
    Duration deafAge();

    /** How long Kafka may be silent, which answers even when there is nothing, before that counts. */
    @WithDefault("3s")
    Duration deafAfter();

    /** How often that is looked at; in the notation of {@code @Scheduled(every)}. */
    @WithDefault("1s")
    String listenEvery();

    /** Share of the soft age, 0 to 1, by which it varies from entry to entry, so that what was read together is not read again together. */
    @WithDefault("0.2")
    double jitter();

    /** Age up to which an entry is served when the store is away. */
    @WithDefault("24h")
    Duration hardAge();

    /**
     * Changes that Redis did not take and that are kept until it does. When there are more, what it has from before it came back is read again from
     * PostgreSQL.
     */
    @WithDefault("1000")
    int missedWrites();

    /** How often it is tried to write them, if there are any; in the notation of {@code @Scheduled(every)}. */
    @WithDefault("1s")
    String replayEvery();

    /** How long a code is remembered as unknown. */
    @WithDefault("5s")
    Duration unknownAge();

    /** Queries for codes that run at once; below the store's own bound, so that other look-ups find a turn too. */
    @WithDefault("3")
    int queries();

    /** Codes in one query at most. */
    @WithDefault("500")
    int batch();

    /** Codes that wait for a query; one more is answered 503. */
    @WithDefault("5000")
    int waiting();

    /**
     * How long a code that was not found out in time is asked for again, as long as PostgreSQL is not taken for away. With the last look-up this stays
     * below the time that a gateway waits for a redirect.
     */
    @WithDefault("2500ms")
    Duration patience();

    /** Entries that are read again at one time; more wait, and are served meanwhile. */
    @WithDefault("2")
    int refreshes();

    /** Pause before an entry is read again when that failed. */
    @WithDefault("5s")
    Duration refreshPause();

    /** How far the clocks of instances may differ. Changes are heard from this long before the start. */
    @WithDefault("1m")
    Duration clockSkew();
}
