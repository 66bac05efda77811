package dev.casebook.gateway.routes;

import java.time.Duration;

/**
 * How the instances of a service are used, and how far it is trusted.
 *
 * @param slowStart how long an instance that is new or back gets less than its share
 * @param share of all requests that the gateway may be answering at once, in percent, what one service may have
 * @param shedding whether a queue at the service is guessed from how long answers take; not where they take long for another reason
 */
public record UpstreamPolicy(
        Balancing balancing,
        Duration slowStart,
        int share,
        BreakerPolicy breaker,
        Protocol protocol,
        boolean shedding) {

    public static final UpstreamPolicy DEFAULT = new UpstreamPolicy(
            Balancing.LEAST_REQUESTS, Duration.ofSeconds(10), 100, BreakerPolicy.DEFAULT, Protocol.HTTP1, true);
}
