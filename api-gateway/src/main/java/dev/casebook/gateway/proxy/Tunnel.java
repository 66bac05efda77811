package dev.casebook.gateway.proxy;

import dev.casebook.gateway.routes.Route;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * A WebSocket, byte for byte as both sides write it. The gateway says one thing of its own: that it leaves, or that nothing has moved for too
 * long, with a Close frame to both sides (RFC 6455 §7.4.1: 1001, going away).
 */
final class Tunnel {

    private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 1001 >> 8, (byte) (1001 & 0xff)};
    private static final byte MASKED = (byte) 0x80;

    private enum State {
        OPEN,
        /** Both sides are told to go. */
        LEAVING,
        /** The client gets what is left for it, and then the end. */
        ENDING
    }

    private final Http1Connection client;
    private final Lane lane;
    private final TunnelEnd fromClient;
    private final TunnelEnd fromService;
    private State state = State.OPEN;
    private long progressAt;

    private Tunnel(Http1Connection client, Channel service) {
        this.client = client;
        this.lane = client.lane();
        this.fromClient = new TunnelEnd(this, service, masked(GOING_AWAY, lane.random()));
        this.fromService = new TunnelEnd(this, client.channel(), GOING_AWAY);
        this.progressAt = lane.now();
    }

    /** @param answer of the service, which speaks no HTTP any more; the client gets it first */
    static Tunnel open(Exchange exchange, UpstreamConnection service, MultiMap answer, Route route) {
        var client = exchange.handshake().orElseThrow().connection();
        var tunnel = new Tunnel(client, service.channel());
        var headers = HeadersMultiMap.httpHeaders();
        ResponseHeaders.write(answer, HttpVersion.HTTP_1_1, headers);
        ChangedHeaders.apply(route.changes().answer(), headers);
        WebSocketHandshake.write(headers);
        headers.set(RequestHeaders.REQUEST_ID, exchange.id());
        exchange.observation().tell(HttpResponseStatus.SWITCHING_PROTOCOLS.code(), headers);
        client.become(tunnel.fromClient, headers);
        service.become(tunnel.fromService);
        return tunnel;
    }

    /** What goes to a server is masked (RFC 6455 §5.3). */
    private static byte[] masked(byte[] frame, RandomGenerator random) {
        byte[] mask = new byte[4];
        random.nextBytes(mask);
        return new byte[] {
            frame[0],
            (byte) (MASKED | frame[1]),
            mask[0],
            mask[1],
            mask[2],
            mask[3],
            (byte) (frame[2] ^ mask[0]),
            (byte) (frame[3] ^ mask[1])
        };
    }

    void progressed() {
        progressAt = lane.now();
    }

    void followed(TunnelEnd from) {
        if (state == State.LEAVING && from == fromClient && from.isClosed()) {
            end();
        }
    }

    void serviceGone() {
        if (state == State.OPEN) {
            end();
        }
    }

    /** @param idle how long neither side needs to say anything */
    void tick(Duration idle) {
        long silent = lane.now() - progressAt;
        switch (state) {
            case OPEN -> {
                if (lane.isDraining() || silent > idle.toNanos()) {
                    leave();
                }
            }
            case LEAVING -> {
                if (silent > lane.settings().clients().linger().toNanos()) {
                    end();
                }
            }
            case ENDING -> {
                if (silent > idle.toNanos()) {
                    client.abort();
                }
            }
        }
    }

    private void leave() {
        state = State.LEAVING;
        progressed();
        fromClient.leave();
        fromService.leave();
    }

    private void end() {
        state = State.ENDING;
        progressed();
        client.close();
    }
}
