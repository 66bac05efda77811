package dev.casebook.gateway.proxy;

import dev.casebook.gateway.routes.Criticality;
import dev.casebook.gateway.tls.TlsSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** How much the gateway takes on at once, all lanes together, so that its memory has a bound whatever clients do. */
@Singleton
public final class Capacity {

    /**
     * Something that there may be so much of.
     *
     * @param refused so far, because there was too much of it
     */
    public record Limit(String what, int now, int most, long refused) {}

    /** Several times what an unused connection takes. */
    private static final int BYTES_PER_CONNECTION = 32 << 10;

    /** Of the heap, for requests, and as much again for bodies: the gateway itself, connections and garbage need the rest. */
    private static final int SHARE_FOR_REQUESTS = 4;

    /** The heads of a request and its answer, and the objects of both sides. */
    private static final int BYTES_PER_REQUEST = 16 << 10;

    private static final int MOST = 100_000;

    /** Of the connections. */
    private static final double SHARE_OF_ONE_ADDRESS = 0.75;

    /** Of the connections: one in its handshake takes twice what it takes afterwards, and much time. */
    private static final int SHARE_FOR_HANDSHAKES = 4;

    private final int maxConnections;
    private final int maxHandshakes;
    private final int maxRequests;
    private final int maxStreams;
    private final int maxWebSockets;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger handshakes = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger webSockets = new AtomicInteger();
    private final ConnectionShares shares;
    private final Counter refusedConnections;
    private final Counter refusedShares;
    private final Counter refusedHandshakes;
    private final Counter refusedRequests;
    private final Counter refusedStreams;
    private final Counter refusedWebSockets;

    Capacity(ClientSettings settings, TlsSettings tls, MeterRegistry meters) {
        long heap = Runtime.getRuntime().maxMemory();
        this.maxConnections = settings.connections().orElse((int) Math.min(heap / BYTES_PER_CONNECTION, MOST));
        this.maxHandshakes = tls.handshakes().orElse(Math.max(1, maxConnections / SHARE_FOR_HANDSHAKES));
        long forRequests = heap / SHARE_FOR_REQUESTS;
        this.maxRequests = settings.requests().orElse((int) Math.min(forRequests / BYTES_PER_REQUEST, MOST));
        this.maxStreams =
                settings.streams().orElse((int) Math.min(forRequests / bytesPerStream(settings), maxRequests));
        this.maxWebSockets = settings.webSockets().orElse(Math.max(1, maxStreams / 2));
        this.shares = new ConnectionShares(
                settings.connectionsOfOneAddress().orElse(Math.max(1, (int) (maxConnections * SHARE_OF_ONE_ADDRESS))));
        this.refusedConnections = refusals(meters, "connection");
        this.refusedShares = refusals(meters, "connection-of-one-address");
        this.refusedHandshakes = refusals(meters, "handshake");
        this.refusedRequests = refusals(meters, "request");
        this.refusedStreams = refusals(meters, "stream");
        this.refusedWebSockets = refusals(meters, "web-socket");
        Gauge.builder("gateway.connections", connections, AtomicInteger::get)
                .description("Open connections of clients")
                .register(meters);
        Gauge.builder("gateway.handshakes", handshakes, AtomicInteger::get)
                .description("Clients in their TLS handshake")
                .register(meters);
        Gauge.builder("gateway.web.sockets", webSockets, AtomicInteger::get)
                .description("WebSockets that are open or being asked for")
                .register(meters);
        Gauge.builder("gateway.requests.in.flight", requests, AtomicInteger::get)
                .description("Requests to services that are being answered")
                .register(meters);
        Gauge.builder("gateway.streams.in.flight", streams, AtomicInteger::get)
                .description("Those of them with a body, or with an answer of more than a piece")
                .register(meters);
    }

    /**
     * With a client that does not read and a service that does: a full queue to the client, what was read before the service was paused (Vert.x
     * keeps five pieces), and one piece on its way. Or, in HTTP/2, with a client that sends what no service takes.
     */
    private static int bytesPerStream(ClientSettings settings) {
        int received = Math.max(8 * settings.readAtOnce(), settings.http2().window());
        return settings.writeAhead() + received;
    }

    private static Counter refusals(MeterRegistry meters, String what) {
        return Counter.builder("gateway.over.capacity")
                .description("What was refused because there was too much of it")
                .tag("what", what)
                .register(meters);
    }

    /** All, with what there is at this moment. */
    public List<Limit> limits() {
        return List.of(
                limit("connections", connections, maxConnections, refusedConnections),
                limit("requests to services", requests, maxRequests, refusedRequests),
                limit("of them with bodies", streams, maxStreams, refusedStreams),
                limit("WebSockets", webSockets, maxWebSockets, refusedWebSockets));
    }

    private static Limit limit(String what, AtomicInteger now, int most, Counter refused) {
        return new Limit(what, now.get(), most, (long) refused.count());
    }

    int maxConnections() {
        return maxConnections;
    }

    int maxRequests() {
        return maxRequests;
    }

    int maxWebSockets() {
        return maxWebSockets;
    }

    int connections() {
        return connections.get();
    }

    /** @return false when there are as many as there may be, of all or of this peer; then it does not count */
    boolean connectionOpened(Peer peer) {
        if (!shares.opened(peer)) {
            refusedShares.increment();
            return false;
        }
        if (!taken(connections, maxConnections, refusedConnections)) {
            shares.closed(peer);
            return false;
        }
        return true;
    }

    void connectionClosed(Peer peer) {
        connections.decrementAndGet();
        shares.closed(peer);
    }

    /** @return false when there are as many as there may be; then it does not count */
    boolean handshakeStarted() {
        return taken(handshakes, maxHandshakes, refusedHandshakes);
    }

    void handshakeEnded() {
        handshakes.decrementAndGet();
    }

    /** @return false when there are as many as there may be for one more of this kind; then it does not count */
    boolean requestStarted(Criticality criticality) {
        return taken(requests, criticality.most(maxRequests), refusedRequests);
    }

    void requestEnded() {
        requests.decrementAndGet();
    }

    /** @return false when there are as many as there may be for one more of this kind; then it does not count */
    boolean streamStarted(Criticality criticality) {
        return taken(streams, criticality.most(maxStreams), refusedStreams);
    }

    void streamEnded() {
        streams.decrementAndGet();
    }

    /** @return false when there are as many as there may be; then it does not count */
    boolean webSocketStarted() {
        return taken(webSockets, maxWebSockets, refusedWebSockets);
    }

    void webSocketEnded() {
        webSockets.decrementAndGet();
    }

    private static boolean taken(AtomicInteger count, int most, Counter refused) {
        // Looked at first, so that a flood of what is refused is not counted, not for a moment, against what is not.
        if (count.get() >= most) {
            refused.increment();
            return false;
        }
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            refused.increment();
            return false;
        }
        return true;
    }
}
