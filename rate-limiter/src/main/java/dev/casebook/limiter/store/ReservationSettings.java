package dev.casebook.limiter.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long reservations live. The same for all instances. */
@ConfigMapping(prefix = "casebook.limiter.reservations")
public interface ReservationSettings {

    /** Of a reservation that says nothing else. */
    @WithDefault("60s")
    Duration lives();

    /** The longest that may be asked for. */
    @WithDefault("1h")
    Duration livesAtMost();

    /** How long it is known afterwards what became of one, for who asks again. */
    @WithDefault("10m")
    Duration keptAfterwards();
}
