package dev.casebook.shortener.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How this service treats PostgreSQL, and when it takes it for away. */
@ConfigMapping(prefix = "casebook.shortener.store")
interface StoreSettings {

    /** Look-ups that run at once; below the pool's size, so that creations find a connection too. */
    @WithDefault("5")
    int lookups();

    /** Look-ups that wait for their turn; more are refused at once. */
    @WithDefault("500")
    int waitingLookups();

    /** How long a look-up waits for its turn. */
    @WithDefault("1s")
    Duration turnTimeout();

    /** How long a look-up may take from then on, the wait for a connection included. Most of the last ones longer, and none answered meanwhile: PostgreSQL is away. */
    @WithDefault("1s")
    Duration lookupTimeout();

    /** Lists, statistics and exports that are read at once; with the look-ups below the pool's size, so that they leave a connection to others. */
    @WithDefault("2")
    int reads();

    /** Such reads that wait for their turn; more are refused at once. */
    @WithDefault("100")
    int waitingReads();

    /** How long such a read waits for its turn. */
    @WithDefault("3s")
    Duration readTurnTimeout();

    /** How long such a read may take from then on, the wait for a connection included. */
    @WithDefault("4s")
    Duration readTimeout();

    /** How long PostgreSQL lets a statement of such a read run; below the read's own time, so that it never works on for nobody. */
    @WithDefault("3s")
    Duration statementTimeout();

    /** How long a creation or an edit may take, the wait for a connection included. */
    @WithDefault("4s")
    Duration changeTimeout();

    /** Calls that decide whether PostgreSQL is away: it is when seven in ten of the last ones failed. */
    @WithDefault("6")
    int breakerCalls();

    /** Once PostgreSQL is away, one call goes there as a probe after each such pause. */
    @WithDefault("1s")
    Duration breakerPause();

    /** What a client is told to wait when PostgreSQL is away. */
    @WithDefault("2s")
    Duration retryAfter();
}
