package dev.casebook.limiter.top;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Which refused keys are counted. */
@ConfigMapping(prefix = "casebook.limiter.top-limited")
interface TopSettings {

    /** Counters for each of two windows. With m of them no count is too high by more than a part of 1/m of all refusals; 0: nothing is counted. */
    @WithDefault("500")
    int counters();

    /** "Lately" is between one and two of these. */
    @WithDefault("5m")
    Duration window();
}
