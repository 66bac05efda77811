package dev.casebook.gateway.proxy;

import dev.casebook.gateway.tls.TlsPort;
import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.http.impl.HttpServerWorker;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Optional;

/** Where clients come in to a lane, with TLS or without. A connection counts from the moment that it is accepted, before any handshake. */
final class Entrance {

    /** Vert.x writes it before targets that are none; nobody here asks for that. */
    private static final String NO_ORIGIN = "";

    private final Lane lane;
    private final GatewayServer gateway;
    private final Optional<TlsPort> tls;
    private HttpServer server;
    private ContextInternal context;

    Entrance(Lane lane, GatewayServer gateway, Optional<TlsPort> tls) {
        this.lane = lane;
        this.gateway = gateway;
        this.tls = tls;
    }

    Future<Void> open(Vertx vertx, SocketAddress address) {
        context = (ContextInternal) vertx.getOrCreateContext();
        server = vertx.createHttpServer(options())
                .connectionHandler(this::accept)
                .requestHandler(request -> request.connection().close());
        return server.listen(address).mapEmpty();
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setTcpNoDelay(true)
                .setHttp2ClearTextEnabled(false)
                // A WebSocket is a tunnel, so nothing here looks into its frames; and each request passes one handler
                // less.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setTracingPolicy(TracingPolicy.IGNORE);
    }

    private HttpServerOptions http2Options() {
        var clients = gateway.settings().clients();
        var http2 = clients.http2();
        return options()
                .setHttp2ClearTextEnabled(true)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(http2.streams())
                        .setInitialWindowSize(http2.window())
                        .setMaxHeaderListSize(clients.maxHeaders()))
                // As much as all streams together, so that one whose body is not wanted yet holds up no other.
                .setHttp2ConnectionWindowSize(Math.multiplyExact(http2.streams(), http2.window()))
                .setHttp2RstFloodMaxRstFramePerWindow(http2.resets())
                .setHttp2RstFloodWindowDuration((int) http2.resetsWithin().toSeconds());
    }

    private void accept(HttpConnection accepted) {
        var connection = (HttpServerConnection) accepted;
        var channel = connection.channel();
        gateway.acceptedBy(channel.parent());
        var peer = Peer.of(channel, gateway.trustedProxies(), tls.isPresent() ? "https" : "http");
        if (!isAdmitted(channel, peer)) {
            accepted.close();
            return;
        }
        accepted.exceptionHandler(Lane::broken);
        var client = new Http1Connection(connection, this, lane, peer, tls.flatMap(TlsPort::hsts));
        lane.opened(client);
        client.open();
    }

    /** Vert.x itself would call for nobody until the first bytes are here, and count no connection before that. */
    void welcomeHttp2(Http1Connection before) {
        var client = new Http2Connection(before.channel(), lane, before.peer(), before.hsts());
        lane.replaced(before, client);
        new HttpServerWorker(
                        context,
                        context::duplicate,
                        (HttpServerImpl) server,
                        context.owner(),
                        http2Options(),
                        NO_ORIGIN,
                        client::opened,
                        Lane::broken,
                        null)
                .accept(before.channel(), null);
    }

    private boolean isAdmitted(Channel channel, Peer peer) {
        var capacity = gateway.capacity();
        if (!capacity.connectionOpened(peer)) {
            return false;
        }
        if (tls.isEmpty()) {
            return true;
        }
        if (!capacity.handshakeStarted()) {
            capacity.connectionClosed(peer);
            return false;
        }
        tls.get().secure(channel).addListener(over -> capacity.handshakeEnded());
        return true;
    }

    int port() {
        return server.actualPort();
    }
}
