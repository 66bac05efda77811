package dev.casebook.gateway.proxy;

import dev.casebook.gateway.routes.Route;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The gateway's own metrics. */
@Singleton
public final class Meters {

    private static final String OURSELVES = "gateway";

    private final MeterRegistry registry;
    private final Map<String, RouteMeter> byRoute = new ConcurrentHashMap<>();
    private final RouteMeter unrouted;
    private final RouteMeter own;

    Meters(MeterRegistry registry) {
        this.registry = registry;
        unrouted = new RouteMeter("none", OURSELVES, registry);
        own = new RouteMeter("own", OURSELVES, registry);
    }

    /** One and the same for as long as the route's id and upstream are, whatever else changes. */
    RouteMeter of(Route route) {
        var meter = byRoute.get(route.id());
        if (meter == null || !meter.upstream().equals(route.upstream())) {
            meter = new RouteMeter(route.id(), route.upstream(), registry);
            byRoute.put(route.id(), meter);
        }
        return meter;
    }

    /** Of each route that had requests, by its id. */
    public Map<String, Totals> totals() {
        var totals = new HashMap<String, Totals>();
        byRoute.forEach((route, meter) -> totals.put(route, meter.totals()));
        return totals;
    }

    /** Of requests that no route takes. */
    RouteMeter unrouted() {
        return unrouted;
    }

    /** Of what the gateway answers itself. */
    RouteMeter own() {
        return own;
    }

    /** @param reason {@code refused}: no connection was made; {@code reset}: one that had served others ended before any answer */
    void retried(String upstream, String reason) {
        Counter.builder("gateway.retries")
                .description("Requests tried a second time")
                .tag("upstream", upstream)
                .tag("reason", reason)
                .register(registry)
                .increment();
    }
}
