package dev.casebook.gateway.proxy;

import dev.casebook.gateway.tls.TlsPort;
import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Optional;

/** Where clients come in to a lane, with TLS or without. A connection counts from the moment that it is accepted, before any handshake. */
final class Entrance {

    private final Lane lane;
    private final GatewayServer gateway;
    private final Optional<TlsPort> tls;
    private HttpServer server;

    Entrance(Lane lane, GatewayServer gateway, Optional<TlsPort> tls) {
        this.lane = lane;
        this.gateway = gateway;
        this.tls = tls;
    }

    Future<Void> open(Vertx vertx, SocketAddress address) {
        server = vertx.createHttpServer(options())
                .connectionHandler(this::accept)
                .requestHandler(request -> request.connection().close());
        return server.listen(address).mapEmpty();
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setTcpNoDelay(true)
                .setHttp2ClearTextEnabled(false)
                .setTracingPolicy(TracingPolicy.IGNORE);
    }

    private void accept(HttpConnection accepted) {
        var connection = (HttpServerConnection) accepted;
        var channel = connection.channel();
        gateway.acceptedBy(channel.parent());
        if (!isAdmitted(channel)) {
            accepted.close();
            return;
        }
        accepted.exceptionHandler(Lane::broken);
        var peer = Peer.of(channel, gateway.trustedProxies(), tls.isPresent() ? "https" : "http");
        var client = new Http1Connection(connection, lane, peer, tls.flatMap(TlsPort::hsts));
        lane.opened(client);
        client.open();
    }

    private boolean isAdmitted(Channel channel) {
        var capacity = gateway.capacity();
        if (!capacity.connectionOpened()) {
            return false;
        }
        if (tls.isEmpty()) {
            return true;
        }
        if (!capacity.handshakeStarted()) {
            capacity.connectionClosed();
            return false;
        }
        tls.get().secure(channel).addListener(over -> capacity.handshakeEnded());
        return true;
    }

    int port() {
        return server.actualPort();
    }
}
