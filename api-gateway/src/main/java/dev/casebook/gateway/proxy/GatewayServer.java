package dev.casebook.gateway.proxy;

import dev.casebook.gateway.upstreams.Prober;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The public port. Quarkus's own HTTP server is off ({@code quarkus.http.host-enabled}): what it offers (management paths, REST resources) must
 * never appear here, and its layers cost time in every request. Its settings for host and port still count.
 */
@Singleton
public final class GatewayServer {

    private static final Duration START = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Dispatcher dispatcher;
    private final Meters meters;
    private final ProxySettings settings;
    private final Prober prober;
    private final Clock clock;
    private final SocketAddress address;
    private final TrustedProxies trustedProxies;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Lane> lanes;
    private volatile boolean draining;

    GatewayServer(
            Vertx vertx,
            Dispatcher dispatcher,
            Meters meters,
            ProxySettings settings,
            Prober prober,
            Clock clock,
            MeterRegistry registry,
            @ConfigProperty(name = "quarkus.http.host", defaultValue = "localhost") String host,
            @ConfigProperty(name = "quarkus.http.port", defaultValue = "8080") int port) {
        this.vertx = vertx;
        this.dispatcher = dispatcher;
        this.meters = meters;
        this.settings = settings;
        this.prober = prober;
        this.clock = clock;
        // With a plain 0 each lane would get a port of its own.
        this.address =
                port == 0 ? SocketAddress.sharedRandomPort(1, host) : SocketAddress.inetSocketAddress(port, host);
        this.trustedProxies =
                TrustedProxies.parse(settings.clients().trustedProxies().orElse(List.of()));
        this.lanes = IntStream.range(
                        0,
                        settings.clients()
                                .eventLoops()
                                .orElse(Runtime.getRuntime().availableProcessors()))
                .mapToObj(number -> new Lane(this))
                .toList();
        Gauge.builder("gateway.connections", connections, AtomicInteger::get)
                .description("Open connections of clients")
                .register(registry);
    }

    void start(@Observes StartupEvent event) {
        await(
                vertx.deployVerticle(prober)
                        .compose(deployed -> Future.all(
                                lanes.stream().map(vertx::deployVerticle).toList())),
                START);
        Log.infof("event=listening host=%s port=%d lanes=%d", address.host(), port(), lanes.size());
    }

    private void await(Future<?> future, Duration atMost) {
        try {
            future.toCompletionStage().toCompletableFuture().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "The gateway cannot listen on %s (quarkus.http.host, quarkus.http.port): %s"
                            .formatted(address, e.getCause().getMessage()),
                    e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("The gateway did not start within " + atMost, e);
        }
    }

    /** Every answer from now on ends its connection; when no request is left, or the time is over, so do the rest. */
    void stop(@Observes ShutdownEvent event) {
        draining = true;
        try {
            Future.all(lanes.stream().map(Lane::drained).toList())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(settings.clients().drainTimeout().toMillis(), TimeUnit.MILLISECONDS);
            Log.info("event=drained");
        } catch (TimeoutException e) {
            Log.warnf("event=drain.timeout connections=%d", connections.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("draining does not fail", e);
        }
    }

    /** Where it listens; differs from the settings when these say 0. */
    public int port() {
        return lanes.getFirst().port();
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Meters meters() {
        return meters;
    }

    ProxySettings settings() {
        return settings;
    }

    Clock clock() {
        return clock;
    }

    SocketAddress address() {
        return address;
    }

    TrustedProxies trustedProxies() {
        return trustedProxies;
    }

    int lanes() {
        return lanes.size();
    }

    boolean isDraining() {
        return draining;
    }

    /** @return false when there are as many as the settings allow */
    boolean connectionOpened() {
        if (connections.incrementAndGet() > settings.clients().connections()) {
            connections.decrementAndGet();
            return false;
        }
        return true;
    }

    void connectionClosed() {
        connections.decrementAndGet();
    }
}
