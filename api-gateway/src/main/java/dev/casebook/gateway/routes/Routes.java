package dev.casebook.gateway.routes;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The routes in use. Files that change while the gateway runs take effect for the requests that begin after it; those under way keep what they
 * began with. Files with mistakes change nothing.
 */
@Singleton
public final class Routes {

    private final RouteSettings settings;
    private final List<Consumer<RouteTable>> followers = new ArrayList<>();
    private RouteFolder loaded;
    private RouteFolder seen;
    private volatile RouteTable current;
    private volatile boolean refused;

    Routes(RouteSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.loaded = RouteFolder.read(settings.routes());
        this.seen = loaded;
        use(loaded.table());
        Gauge.builder("gateway.routes.refused", this, routes -> routes.refused ? 1 : 0)
                .description("1 while the route files have mistakes and older routes are in use")
                .register(meters);
    }

    /** Ask once for each request: it may be another table the next time. */
    public RouteTable current() {
        return current;
    }

    /** @param follower gets the table now, and each one that takes its place */
    public synchronized void follow(Consumer<RouteTable> follower) {
        followers.add(follower);
        follower.accept(current);
    }

    void watch(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(settings.routesReload().toMillis(), timer -> vertx.executeBlocking(() -> {
                    look();
                    return null;
                })
                .onFailure(e -> Log.errorf(e, "event=routes.unread folder=%s", settings.routes())));
    }

    /** Files that were just found changed may still be being written, so they have to be the same twice. */
    private synchronized void look() {
        var found = RouteFolder.read(settings.routes());
        boolean settled = found.equals(seen);
        seen = found;
        if (!settled || found.equals(loaded)) {
            return;
        }
        loaded = found;
        try {
            use(found.table());
            refused = false;
        } catch (InvalidRoutesException e) {
            refused = true;
            Log.errorf("event=routes.refused folder=%s mistakes=\"%s\"", settings.routes(), e.mistakes());
        }
    }

    private void use(RouteTable table) {
        current = table;
        followers.forEach(follower -> follower.accept(table));
        Log.infof(
                "event=routes.loaded folder=%s routes=%d",
                settings.routes(), table.routes().size());
    }
}
