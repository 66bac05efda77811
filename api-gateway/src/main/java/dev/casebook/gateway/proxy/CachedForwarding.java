package dev.casebook.gateway.proxy;

import dev.casebook.gateway.cache.CacheMeters.Outcome;
import dev.casebook.gateway.cache.CacheRequest;
import dev.casebook.gateway.cache.CacheStatus;
import dev.casebook.gateway.cache.Flight;
import dev.casebook.gateway.cache.Reuse;
import dev.casebook.gateway.cache.Stored;
import dev.casebook.gateway.routes.Route;
import dev.casebook.gateway.upstreams.Upstream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A request of a route that caches. What is stored answers it when that is good enough; otherwise the upstream does, and of many that want the
 * same at once one asks for all.
 */
final class CachedForwarding {

    private final Exchange exchange;
    private final Route route;
    private final Upstream upstream;
    private final CacheRequest asked;
    private final Caches caches;
    private Optional<Flight> waitedFor = Optional.empty();

    CachedForwarding(Exchange exchange, Route route, Upstream upstream, CacheRequest asked, Caches caches) {
        this.exchange = exchange;
        this.route = route;
        this.upstream = upstream;
        this.asked = asked;
        this.caches = caches;
    }

    void start() {
        if (asked.directives().has("no-store")) {
            // RFC 9111 §5.2.1.5: who wants nothing stored is given nothing that was.
            forward(Optional.empty(), Optional.empty(), "request");
            return;
        }
        var found = caches.answers().find(asked);
        long now = caches.now();
        if (found.isEmpty()) {
            ask(found, "miss");
            return;
        }
        switch (Reuse.of(found.get(), asked, now)) {
            case FRESH -> hit(found.get(), now, Outcome.HIT);
            case STALE -> hit(found.get(), now, Outcome.STALE);
            case STALE_WHILE_REVALIDATE -> {
                var flight = caches.answers().lead(asked.key());
                if (flight.isPresent()) {
                    var fetch = caches.fetch(asked.whole(), route, found, flight);
                    new Refresh(exchange, route, upstream, fetch).start();
                }
                hit(found.get(), now, Outcome.STALE);
            }
            case ASK -> ask(found, found.get().isFresh(now) ? "request" : "stale");
        }
    }

    private void hit(Stored stored, long now, Outcome outcome) {
        caches.count(asked, outcome);
        exchange.observation().tell("cache", outcome.name().toLowerCase(Locale.ROOT));
        new StoredAnswer(exchange, route, asked, stored)
                .send(now, CacheStatus.hit(stored, now, waitedFor.isPresent()), List.of());
    }

    private void ask(Optional<Stored> stale, String reason) {
        if (asked.directives().has("only-if-cached")) {
            exchange.answer(ProxyProblems.notCached());
            return;
        }
        // With conditions of its own on something that is not known here it wants less than can be stored.
        boolean whole =
                !asked.isConditional() || stale.filter(Stored::hasValidator).isPresent();
        if (asked.head() || !whole) {
            forward(stale, Optional.empty(), reason);
            return;
        }
        var flight = lead();
        if (flight.isEmpty() && waitedFor.isEmpty() && !asked.directives().has("no-cache")) {
            var other = caches.answers().follow(asked.key());
            if (other.isPresent()) {
                await(other.get());
                return;
            }
        }
        forward(stale, flight, reason);
    }

    private Optional<Flight> lead() {
        return waitedFor
                .map(slow -> caches.answers().leadInsteadOf(slow, asked.key()))
                .orElseGet(() -> caches.answers().lead(asked.key()));
    }

    /** Looks again when the other request's answer is here, when there will be none, or after a while. */
    private void await(Flight other) {
        waitedFor = Optional.of(other);
        var lane = exchange.connection().lane();
        other.ended()
                .completeOnTimeout(null, route.cache().get().patience().toMillis(), TimeUnit.MILLISECONDS)
                .thenRun(() -> lane.run(this::look));
    }

    private void look() {
        if (!exchange.isOver()) {
            start();
        }
    }

    private void forward(Optional<Stored> stale, Optional<Flight> flight, String reason) {
        exchange.observation().tell("cache", "forwards, since: " + reason);
        var fill = new CacheFill(exchange, route, asked, caches.fetch(asked, route, stale, flight), caches, reason);
        new Forwarding(exchange, route, upstream, fill).start();
    }
}
