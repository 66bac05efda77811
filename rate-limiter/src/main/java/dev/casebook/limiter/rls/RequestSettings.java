package dev.casebook.limiter.rls;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How large a request may be. Redis does nothing else while it decides, so one request must not hold up all others. */
@ConfigMapping(prefix = "casebook.limiter.requests")
interface RequestSettings {

    /** Descriptors of a request. */
    @WithDefault("100")
    int maxDescriptors();

    /** Entries of a descriptor; no rule that is deeper can match. */
    @WithDefault("32")
    int maxEntries();
}
