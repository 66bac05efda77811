package dev.casebook.gateway.proxy;

import io.quarkus.logging.Log;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * One event loop's share of the gateway: its client connections, its pool of connections to upstreams, its clock. Lanes share nothing that is
 * written for each request but counters, so nothing waits for a lock.
 */
final class Lane extends AbstractVerticle {

    /** How exact timeouts are. One timer for all requests of the lane is cheaper than one for each. */
    private static final long TICK_MILLIS = 100;

    private static final long LONGEST_STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(3 * TICK_MILLIS);

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final GatewayServer gateway;
    private final Set<ClientConnection> connections = new HashSet<>();
    private final Promise<Void> drained = Promise.promise();
    private final RandomGenerator random = new SplittableRandom();
    private final Entrance plain;
    private final Entrance secure;
    private ServiceConnections services;

    private long lastTick = System.nanoTime();
    private long now;
    private String date = "";

    Lane(GatewayServer gateway) {
        this.gateway = gateway;
        this.plain = new Entrance(this, gateway, Optional.empty());
        this.secure = new Entrance(this, gateway, Optional.of(gateway.tls()));
    }

    @Override
    public void start(Promise<Void> started) {
        services = new ServiceConnections(this, vertx, gateway.lanes());
        tick();
        vertx.setPeriodic(TICK_MILLIS, timer -> tick());
        plain.open(vertx, gateway.address())
                .compose(open -> gateway.tlsAddress()
                        .map(address -> secure.open(vertx, address))
                        .orElseGet(Future::succeededFuture))
                .onComplete(started);
    }

    /** Clients and upstreams break connections all the time; what it means for a request is told to the request. */
    static void broken(Throwable e) {
        Log.debugf(e, "event=connection.broken");
    }

    void opened(ClientConnection connection) {
        connections.add(connection);
    }

    /** The same connection, as another. */
    void replaced(ClientConnection before, ClientConnection after) {
        connections.remove(before);
        connections.add(after);
    }

    void closed(ClientConnection connection) {
        if (connections.remove(connection)) {
            capacity().connectionClosed(connection.peer());
        }
    }

    private void tick() {
        long tick = System.nanoTime();
        now += Math.min(tick - lastTick, LONGEST_STEP_NANOS);
        lastTick = tick;
        date = HTTP_DATE.format(gateway.clock().instant());
        // A copy, because a connection that is closed leaves the set.
        new ArrayList<>(connections).forEach(connection -> connection.tick(now));
        if (isDraining() && connections.stream().noneMatch(ClientConnection::isBusy)) {
            drained.tryComplete();
        }
    }

    /**
     * In nanoseconds, from tick to tick. Stands still while the lane itself does, in a long garbage collection or a paused process, so that
     * clients and upstreams are not blamed for it.
     */
    long now() {
        return now;
    }

    /** As the Date header has it (RFC 9110 §5.6.7). */
    String date() {
        return date;
    }

    ServiceConnections services() {
        return services;
    }

    int port() {
        return plain.port();
    }

    int tlsPort() {
        return secure.port();
    }

    RandomGenerator random() {
        return random;
    }

    Dispatcher dispatcher() {
        return gateway.dispatcher();
    }

    Meters meters() {
        return gateway.meters();
    }

    Capacity capacity() {
        return gateway.capacity();
    }

    TrustedProxies trustedProxies() {
        return gateway.trustedProxies();
    }

    ProxySettings settings() {
        return gateway.settings();
    }

    /** From the request to stop on: no client shall stay. */
    boolean isLeaving() {
        return gateway.isLeaving();
    }

    /** From the end of the announced time on: nobody new is taken, and who has nothing under way is let go. */
    boolean isDraining() {
        return gateway.isDraining();
    }

    /** Runs on the lane's event loop: now, when called there. */
    void run(Runnable action) {
        if (Vertx.currentContext() == context) {
            action.run();
        } else {
            context.runOnContext(then -> action.run());
        }
    }

    /** Completes when the gateway is draining and no request of this lane is left. */
    Future<Void> drained() {
        return drained.future();
    }
}
