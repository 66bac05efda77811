package dev.casebook.limiter.rls;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What happens while Redis does not answer, where a rule's {@code on_failure} says more than that the call fails. */
@ConfigMapping(prefix = "casebook.limiter.failure")
interface FailureSettings {

    /** Instances among which a limit is divided by {@code local_share}. */
    @WithDefault("1")
    int instances();

    /** Counters that {@code local_share} keeps; of more, the longest unused begin afresh. */
    @WithDefault("10000")
    int maxCounters();

    /** What those are told to wait whom {@code closed} refuses. */
    @WithDefault("1s")
    Duration retryAfter();

    /** Which part of the time that a caller still waits a decision may take; the rest is for the way back. 0 to 1. */
    @WithDefault("0.75")
    double shareOfDeadline();
}
