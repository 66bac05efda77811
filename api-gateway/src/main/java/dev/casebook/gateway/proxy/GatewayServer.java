package dev.casebook.gateway.proxy;

import dev.casebook.gateway.upstreams.Prober;
import io.netty.channel.Channel;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The public port. Quarkus's own HTTP server is off ({@code quarkus.http.host-enabled}): what it offers (management paths, REST resources) must
 * never appear here, and its layers cost time in every request. Its settings for host and port still count.
 */
@Singleton
public final class GatewayServer {

    private static final Duration START = Duration.ofSeconds(10);

    private enum Stage {
        OPEN,
        /** Still takes what comes, and says with each answer that the connection ends. */
        LEAVING,
        /** Takes nobody new. */
        DRAINING
    }

    private final Vertx vertx;
    private final Dispatcher dispatcher;
    private final Meters meters;
    private final ProxySettings settings;
    private final Prober prober;
    private final Clock clock;
    private final SocketAddress address;
    private final TrustedProxies trustedProxies;
    private final Capacity capacity;
    private final List<Lane> lanes;
    private final AtomicReference<Channel> listener = new AtomicReference<>();
    private volatile Stage stage = Stage.OPEN;

    GatewayServer(
            Vertx vertx,
            Dispatcher dispatcher,
            Meters meters,
            ProxySettings settings,
            Prober prober,
            Clock clock,
            Capacity capacity,
            @ConfigProperty(name = "quarkus.http.host", defaultValue = "localhost") String host,
            @ConfigProperty(name = "quarkus.http.port", defaultValue = "8080") int port) {
        this.vertx = vertx;
        this.dispatcher = dispatcher;
        this.meters = meters;
        this.settings = settings;
        this.prober = prober;
        this.clock = clock;
        this.capacity = capacity;
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
    }

    void start(@Observes StartupEvent event) {
        await(
                vertx.deployVerticle(prober)
                        .compose(deployed -> Future.all(
                                lanes.stream().map(vertx::deployVerticle).toList())),
                START);
        Log.infof(
                "event=listening host=%s port=%d lanes=%d connections=%d requests=%d",
                address.host(), port(), lanes.size(), capacity.maxConnections(), capacity.maxRequests());
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

    /**
     * SIGTERM has come and readiness is off. Until balancers have noticed ({@code quarkus.shutdown.delay}) whoever comes is served, and each answer
     * says that its connection ends, so that clients which keep connections move on without ever meeting a reset.
     */
    void leave(@Observes ShutdownDelayInitiatedEvent event) {
        stage = Stage.LEAVING;
        Log.infof("event=leaving connections=%d", capacity.connections());
    }

    /** Takes nobody new, lets requests in flight finish, and ends what is unused. */
    void stop(@Observes ShutdownEvent event) {
        stage = Stage.DRAINING;
        stopListening();
        try {
            Future.all(lanes.stream().map(Lane::drained).toList())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(settings.clients().drainTimeout().toMillis(), TimeUnit.MILLISECONDS);
            Log.info("event=drained");
        } catch (TimeoutException e) {
            Log.warnf("event=drain.timeout connections=%d", capacity.connections());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("draining does not fail", e);
        }
    }

    /** Vert.x gives its listening socket to nobody, and would close every connection with it. */
    void acceptedBy(Channel listening) {
        listener.set(listening);
        if (isDraining()) {
            stopListening();
        }
    }

    private void stopListening() {
        var listening = listener.get();
        if (listening != null) {
            listening.close();
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

    Capacity capacity() {
        return capacity;
    }

    boolean isLeaving() {
        return stage != Stage.OPEN;
    }

    boolean isDraining() {
        return stage == Stage.DRAINING;
    }
}
