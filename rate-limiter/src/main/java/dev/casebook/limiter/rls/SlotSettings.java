package dev.casebook.limiter.rls;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long slots are leased. */
@ConfigMapping(prefix = "casebook.limiter.slots")
interface SlotSettings {

    /** To who says nothing else. The shorter, the sooner a holder that vanished is replaced, and the more often all others renew. */
    @WithDefault("30s")
    Duration lease();

    /** The longest that may be asked for. */
    @WithDefault("1h")
    Duration leaseAtMost();
}
