package dev.casebook.gateway.proxy;

import dev.casebook.gateway.tls.TlsPort;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The public ports. Quarkus's own HTTP server is off ({@code quarkus.http.host-enabled}): what it offers (management paths, REST resources) must
 * never appear here, and its layers cost time in every request. Its settings for host and port still count; the port with TLS is beside it.
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
    private final TlsPort tls;
    private final Optional<SocketAddress> tlsAddress;
    private final TrustedProxies trustedProxies;
    private final Capacity capacity;
    private final List<Lane> lanes;
    private final Set<Channel> listeners = ConcurrentHashMap.newKeySet();
    private volatile Stage stage = Stage.OPEN;

    GatewayServer(
            Vertx vertx,
            Dispatcher dispatcher,
            Meters meters,
            ProxySettings settings,
            Prober prober,
            Clock clock,
            Capacity capacity,
            TlsPort tls,
            @ConfigProperty(name = "quarkus.http.host", defaultValue = "localhost") String host,
            @ConfigProperty(name = "quarkus.http.port", defaultValue = "8080") int port) {
        this.vertx = vertx;
        this.dispatcher = dispatcher;
        this.meters = meters;
        this.settings = settings;
        this.prober = prober;
        this.clock = clock;
        this.capacity = capacity;
        this.tls = tls;
        this.address = address(host, port, 1);
        this.tlsAddress = tls.number().stream()
                .mapToObj(number -> address(host, number, 2))
                .findFirst();
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

    /** @param id tells the ports apart that the system chooses; with a plain 0 each lane would get one of its own */
    private static SocketAddress address(String host, int port, int id) {
        return port == 0 ? SocketAddress.sharedRandomPort(id, host) : SocketAddress.inetSocketAddress(port, host);
    }

    void start(@Observes StartupEvent event) {
        await(
                vertx.deployVerticle(prober)
                        .compose(deployed -> Future.all(
                                lanes.stream().map(vertx::deployVerticle).toList())),
                START);
        Log.infof(
                "event=listening host=%s port=%d tls=%s lanes=%d connections=%d requests=%d",
                address.host(),
                port(),
                tlsAddress.isPresent() ? tlsPort() : "off",
                lanes.size(),
                capacity.maxConnections(),
                capacity.maxRequests());
    }

    private void await(Future<?> future, Duration atMost) {
        try {
            future.toCompletionStage().toCompletableFuture().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "The gateway cannot listen on %s (quarkus.http.host, quarkus.http.port)%s: %s"
                            .formatted(
                                    address,
                                    tlsAddress
                                            .map(also -> " and on %s (casebook.gateway.tls.port)".formatted(also))
                                            .orElse(""),
                                    e.getCause().getMessage()),
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

    /** Vert.x gives its listening sockets to nobody, and would close every connection with them. */
    void acceptedBy(Channel listening) {
        listeners.add(listening);
        if (isDraining()) {
            stopListening();
        }
    }

    private void stopListening() {
        listeners.forEach(Channel::close);
    }

    /** Where it listens; differs from the settings when these say 0. */
    public int port() {
        return lanes.getFirst().port();
    }

    /** As {@link #port}, with TLS. There has to be one. */
    public int tlsPort() {
        return lanes.getFirst().tlsPort();
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

    Optional<SocketAddress> tlsAddress() {
        return tlsAddress;
    }

    TlsPort tls() {
        return tls;
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
