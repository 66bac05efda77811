package dev.casebook.limiter.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How Redis is asked; each domain has its own batches. */
@ConfigMapping(prefix = "casebook.limiter.store")
interface StoreSettings {

    /** Requests that go in one script call. Redis does nothing else meanwhile. */
    @WithDefault("256")
    int maxBatch();

    /** Script calls of a domain under way at one time. The fewer, the more each carries. */
    @WithDefault("2")
    int maxInFlight();

    /** Requests of a domain that wait for their script call; more fail at once. */
    @WithDefault("8192")
    int maxWaiting();
}
