package dev.casebook.shortener.orphans;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How visits that belong to no link are counted. */
@ConfigMapping(prefix = "casebook.shortener.orphans")
interface OrphanSettings {

    /** How often they are written down, and so how long it takes until they can be seen; as much is lost with a killed process. */
    @WithDefault("10s")
    String every();

    /** How long a stopping process tries to write down the rest. */
    @WithDefault("1s")
    Duration stopWithin();

    /** The longest range that may be asked for. */
    @WithDefault("731d")
    Duration range();
}
