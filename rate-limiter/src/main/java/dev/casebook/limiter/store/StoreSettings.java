package dev.casebook.limiter.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How Redis is asked; each domain has its own batches. */
@ConfigMapping(prefix = "casebook.limiter.store")
public interface StoreSettings {

    /** How long a request waits for its decision. Then it is not charged any more, unless it was on its way, and fails. */
    @WithDefault("250ms")
    Duration patience();

    /** Limits that one script call decides about; the last of its requests may have more. Redis does nothing else meanwhile. */
    @WithDefault("256")
    int maxBatch();

    /** Script calls of a domain under way at one time. The fewer, the more each carries. */
    @WithDefault("2")
    int maxInFlight();

    /** Requests of a domain that wait for their script call; more fail at once. */
    @WithDefault("8192")
    int maxWaiting();

    /** Counters that are remembered to be over their limits; of more, the longest unused are forgotten. 0 remembers none. */
    @WithDefault("20000")
    int maxRemembered();

    /** How long at most a refusal is remembered: so soon it is noticed at the latest that someone deleted a counter. */
    @WithDefault("10s")
    Duration rememberedAtMost();
}
