package dev.casebook.gateway.proxy;

import io.netty.channel.Channel;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;

/** A connection to an instance, and what it is doing. Lives on its event loop alone. */
final class UpstreamConnection {

    private final Lane lane;
    private final Channel channel;
    private final long openedAt;
    private boolean used;
    private boolean reused;
    private boolean awaiting;
    private boolean answering;
    private boolean head;
    private Forwarding forwarding;
    private Optional<WebSocketHandshake> handshake = Optional.empty();

    UpstreamConnection(Lane lane, Channel channel) {
        this.lane = lane;
        this.channel = channel;
        this.openedAt = lane.now();
    }

    /** @param to the same request as it goes out, its headers not yet sent */
    void start(Exchange exchange, HttpClientRequest to, Forwarding forwarding) {
        this.forwarding = forwarding;
        handshake = exchange.handshake();
        start(to);
        if (handshake.isPresent()) {
            WebSocketHandshake.write(to.headers());
        }
    }

    /** As above, for nobody: what comes back must not be anything but an answer. */
    void startAlone(HttpClientRequest to) {
        handshake = Optional.empty();
        start(to);
    }

    private void start(HttpClientRequest to) {
        head = to.getMethod() == HttpMethod.HEAD;
        reused = used;
        used = true;
        awaiting = true;
        answering = false;
        if (lane.now() - openedAt
                > lane.settings().upstreams().pool().lifetime().toNanos()) {
            // It has served long enough, and shall not outlive this one.
            to.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /** @return whether the answer, which switches protocols, is what the client wanted, and a tunnel has been made */
    boolean switched(MultiMap answer) {
        return handshake.isPresent() && handshake.get().isAcceptedBy(answer) && forwarding.switched(answer);
    }

    /** From now on no HTTP is spoken here. */
    void become(TunnelEnd end) {
        Buffers.limit(channel, lane.settings().clients());
        channel.pipeline().addBefore("handler", "tunnel", end);
        channel.pipeline().remove("encoder");
        channel.pipeline().remove("codec");
    }

    Channel channel() {
        return channel;
    }

    void received() {
        answering = true;
    }

    void answered() {
        awaiting = false;
    }

    /** Whether a request is waiting for its answer, or for the rest of it. */
    boolean isAwaiting() {
        return awaiting;
    }

    boolean isHead() {
        return head;
    }

    /** Whether the request came to a connection that had served others, and no byte of an answer to it has come. */
    boolean isReusedAndSilent() {
        return reused && !answering;
    }
}
