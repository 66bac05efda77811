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
