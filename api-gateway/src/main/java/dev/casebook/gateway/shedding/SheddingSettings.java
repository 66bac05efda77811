package dev.casebook.gateway.shedding;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How many requests may wait for a service, following how fast it answers. */
@ConfigMapping(prefix = "casebook.gateway.shedding")
public interface SheddingSettings {

    /** When off, only the fixed limits hold: {@code clients.requests}, the shares of services, the pools. */
    @WithDefault("true")
    boolean enabled();

    /**
     * How long requests may stand in a queue of a service, beyond what their route takes when it is quiet; or as long again as the route takes, if
     * that is more. Then the service has more than it can do. Long enough for a pause of its garbage collector or a process that starts beside it,
     * short enough that nobody minds.
     */
    @WithDefault("50ms")
    Duration queue();

    /**
     * How long there must have been a queue, all the time, before anybody is refused because of it. A machine that stands still for a second is
     * forgiven: its requests are late, and right. Once there is a limit it follows at once.
     */
    @WithDefault("2s")
    Duration stands();

    /** The limit moves once in so long at most. A burst that is over before is none of its business. */
    @WithDefault("100ms")
    Duration interval();

    /**
     * The limit never goes below this many requests at once, so that a service that is slow for another reason than a queue stays in use: at 40
     * requests/s nobody is refused until answers take 0.8 s.
     */
    @WithDefault("32")
    int least();

    /** What a route takes when it is quiet is the least of the last so long. */
    @WithDefault("30s")
    Duration memory();
}
