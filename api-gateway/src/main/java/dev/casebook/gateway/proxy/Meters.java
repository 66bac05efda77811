package dev.casebook.gateway.proxy;

import dev.casebook.gateway.routes.Route;
import dev.casebook.gateway.routes.RouteTable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.IdentityHashMap;
import java.util.Map;

/** The gateway's own metrics, made before the first request. */
@Singleton
final class Meters {

    private static final String OURSELVES = "gateway";

    private final MeterRegistry registry;
    private final Map<Route, RouteMeter> byRoute = new IdentityHashMap<>();
    private final RouteMeter unrouted;
    private final RouteMeter own;

    Meters(RouteTable routes, MeterRegistry registry) {
        this.registry = registry;
        routes.routes().forEach(route -> byRoute.put(route, new RouteMeter(route.id(), route.upstream(), registry)));
        unrouted = new RouteMeter("none", OURSELVES, registry);
        own = new RouteMeter("own", OURSELVES, registry);
    }

    RouteMeter of(Route route) {
        return byRoute.get(route);
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
