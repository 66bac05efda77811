package dev.casebook.gateway.proxy;

import dev.casebook.gateway.cache.AnswerCache;
import dev.casebook.gateway.cache.CacheKey;
import dev.casebook.gateway.cache.CacheMeters;
import dev.casebook.gateway.cache.CacheMeters.Outcome;
import dev.casebook.gateway.cache.CacheRequest;
import dev.casebook.gateway.cache.Fetch;
import dev.casebook.gateway.cache.Flight;
import dev.casebook.gateway.cache.Stored;
import dev.casebook.gateway.routes.Route;
import dev.casebook.gateway.upstreams.Upstream;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Where requests to services meet the cache: those of routes that have one, and those that make invalid what it has. */
@Singleton
final class Caches {

    /** RFC 9110 §9.2.1, of those that are routed. */
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final AnswerCache answers;
    private final CacheMeters meters;
    private final Clock clock;

    Caches(AnswerCache answers, CacheMeters meters, Clock clock) {
        this.answers = answers;
        this.meters = meters;
        this.clock = clock;
    }

    AnswerCache answers() {
        return answers;
    }

    long now() {
        return clock.millis();
    }

    void count(CacheRequest asked, Outcome outcome) {
        meters.count(asked.route(), outcome);
    }

    void forward(Exchange exchange, Route route, Upstream upstream) {
        if (!SAFE.contains(exchange.request().method())) {
            new Forwarding(exchange, route, upstream, new Invalidation(answers, () -> key(exchange))).start();
        } else if (route.cache().isEmpty() || !isCacheable(exchange)) {
            new Forwarding(exchange, route, upstream, Reception.NONE).start();
        } else {
            boolean head = exchange.request().method() == HttpMethod.HEAD;
            var asked = CacheRequest.of(
                    key(exchange), route.id(), head, exchange.request().headers());
            new CachedForwarding(exchange, route, upstream, asked, this).start();
        }
    }

    /** A body may change what a GET means (RFC 9110 §9.3.1), and a WebSocket is no answer. */
    private static boolean isCacheable(Exchange exchange) {
        return exchange.request().method() != HttpMethod.OPTIONS
                && !exchange.body().exists()
                && exchange.handshake().isEmpty();
    }

    Fetch fetch(CacheRequest asked, Route route, Optional<Stored> stale, Optional<Flight> flight) {
        return new Fetch(answers, route.cache().get(), clock, asked, stale, flight);
    }

    private static CacheKey key(Exchange exchange) {
        return new CacheKey(
                RequestHeaders.scheme(exchange),
                exchange.authority().toLowerCase(Locale.ROOT),
                RequestHeaders.host(exchange).toLowerCase(Locale.ROOT),
                exchange.target().text());
    }
}
