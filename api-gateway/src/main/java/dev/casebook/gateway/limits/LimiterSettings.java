package dev.casebook.gateway.limits;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the rate limiter is asked. How leases are taken is said by {@code casebook.limiter.client.leases}. */
@ConfigMapping(prefix = "casebook.gateway.limiter")
interface LimiterSettings {

    /**
     * Its name in {@code casebook.gateway.upstreams}; the port of its instances is that of their gRPC. Where no such service is, limits do what they
     * say for when it is unreachable.
     */
    @WithDefault("rate-limiter")
    String upstream();

    /** How long a request waits for an answer; then it is as if the limiter were unreachable. */
    @WithDefault("100ms")
    Duration deadline();

    /** Questions on their way at one time; for more requests it is as if the limiter were unreachable. */
    @WithDefault("1000")
    int inFlight();

    /** A connection that says nothing for so long, though questions are on their way, is tried, and ended if there is no reply. */
    @WithDefault("10s")
    Duration silence();

    /** Different descriptors whose requests are counted here while the limiter is unreachable; those longest unused begin anew. */
    @WithDefault("10000")
    int localShares();
}
