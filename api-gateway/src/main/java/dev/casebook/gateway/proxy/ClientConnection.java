package dev.casebook.gateway.proxy;

import dev.casebook.gateway.answers.OwnResponseException;
import dev.casebook.gateway.tls.TlsPort;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.Optional;

/** One connection of a client: what it is doing, since when, and how it ends. Lives on its event loop alone. */
final class ClientConnection {

    private enum Ending {
        NOT_YET,
        /** The last answer is being written. */
        DECIDED,
        /** The answer is out; what the client still sends is thrown away. */
        LINGERING,
        CLOSED
    }

    private final HttpServerConnection connection;
    private final Lane lane;
    private final Peer peer;
    private final Optional<String> hsts;
    private final RequestDecoder decoder;

    private Optional<Exchange> exchange = Optional.empty();
    private Optional<Refusal> refusal = Optional.empty();
    private Optional<WebSocketHandshake> handshake = Optional.empty();
    private Ending ending = Ending.NOT_YET;
    private boolean unused = true;
    private boolean readingHead;
    private boolean tunnel;
    private int unanswered;
    private long since;

    ClientConnection(HttpServerConnection connection, Lane lane, Peer peer, Optional<String> hsts) {
        this.connection = connection;
        this.lane = lane;
        this.peer = peer;
        this.hsts = hsts;
        this.decoder = new RequestDecoder(this, lane.settings().clients());
        this.since = lane.now();
    }

    void open() {
        channel().pipeline().replace("httpDecoder", "httpDecoder", decoder);
        Buffers.limit(channel(), lane.settings().clients());
        // Past Vert.x's own handler, which would look for a WebSocket in each request.
        connection.handler(this::received);
        connection.closeHandler(closed -> closed());
    }

    Channel channel() {
        return connection.channel();
    }

    Peer peer() {
        return peer;
    }

    /** The value of {@code Strict-Transport-Security}; never without TLS (RFC 6797 §7.2). */
    Optional<String> hsts() {
        return hsts;
    }

    Lane lane() {
        return lane;
    }

    /** The head of a request has begun to arrive. */
    void headStarted() {
        readingHead = true;
        if (exchange.isEmpty()) {
            since = lane.now();
        }
    }

    void headEnded() {
        readingHead = false;
        unused = false;
        if (++unanswered > lane.settings().clients().maxPipelined()) {
            abort();
        }
    }

    /** The request that comes next was not understood. */
    void refuseNext(Refusal refusal) {
        this.refusal = Optional.of(refusal);
    }

    void malformedBody(Refusal refusal) {
        exchange.ifPresent(each -> each.fail(refusal.answer()));
    }

    private void received(HttpServerRequest request) {
        if (ending != Ending.NOT_YET) {
            return;
        }
        var started = new Exchange(this, request);
        exchange = Optional.of(started);
        // Requests sent ahead wait their turn, so a refusal belongs to the last one that was read.
        if (refusal.isPresent() && unanswered == 1) {
            started.fail(refusal.get().answer());
        } else {
            lane.dispatcher().dispatch(started);
        }
    }

    /**
     * The request that is being answered asks for a WebSocket. From now on nothing may come until there is one (RFC 6455 §4.1): it could be taken
     * for another request.
     */
    void wants(WebSocketHandshake wanted) {
        if (unanswered > 1 || readingHead) {
            throw new OwnResponseException(ProxyProblems.badWebSocket("Nothing may be sent behind it."));
        }
        if (!lane.capacity().webSocketStarted()) {
            throw new OwnResponseException(ProxyProblems.overCapacity());
        }
        handshake = Optional.of(wanted);
        decoder.hold();
    }

    Optional<WebSocketHandshake> handshake() {
        return handshake;
    }

    /** From now on no HTTP is spoken here. */
    void become(TunnelEnd end, HttpHeaders answer) {
        tunnel = true;
        channel()
                .writeAndFlush(new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.SWITCHING_PROTOCOLS,
                        Unpooled.EMPTY_BUFFER,
                        answer,
                        EmptyHttpHeaders.INSTANCE));
        channel().pipeline().addBefore("handler", "tunnel", end);
        channel().pipeline().remove("httpEncoder");
        channel().pipeline().remove(decoder);
    }

    /** Whether it has become a WebSocket. */
    boolean isTunnel() {
        return tunnel;
    }

    /** The answer is written, or never will be. */
    void exchangeEnded(boolean last) {
        exchange = Optional.empty();
        handshake.ifPresent(done -> lane.capacity().webSocketEnded());
        handshake = Optional.empty();
        unanswered--;
        since = lane.now();
        if (last && ending == Ending.NOT_YET) {
            ending = Ending.DECIDED;
            decoder.discard();
        }
    }

    /** Whether a request is arriving or being answered, or its answer may not yet be with the client. */
    boolean isBusy() {
        return exchange.isPresent() || readingHead || ending == Ending.DECIDED || ending == Ending.LINGERING;
    }

    /** Ends the connection so that the client can tell it from a complete answer: with a reset. */
    void abort() {
        channel().config().setOption(ChannelOption.SO_LINGER, 0);
        // Not by Vert.x, which would first write what waits for a client that may never read it.
        channel().pipeline().firstContext().close();
    }

    /**
     * Ends the connection after an answer. A close with unread input would reset it, and the answer might be lost with it (RFC 9112 §9.6).
     */
    void closeAfterAnswer() {
        if (ending == Ending.DECIDED) {
            ending = Ending.LINGERING;
            since = lane.now();
            TlsPort.endOutput(channel())
                    .ifPresentOrElse(
                            ended -> ended.addListener((ChannelFutureListener) sent -> shutdownOutput()),
                            this::shutdownOutput);
        }
    }

    private void shutdownOutput() {
        ((SocketChannel) channel()).shutdownOutput();
    }

    /** Called some times a second. */
    void tick(long now) {
        var clients = lane.settings().clients();
        long waited = now - since;
        if (ending != Ending.NOT_YET) {
            closeIf(waited > clients.linger().toNanos());
        } else if (exchange.isPresent()) {
            exchange.get().tick();
        } else if (readingHead) {
            if (waited > clients.headTimeout().toNanos()) {
                decoder.refuseUnfinished(Refusal.slow());
            }
        } else {
            var patience = unused ? clients.headTimeout() : clients.keepAlive();
            closeIf(lane.isDraining() || waited > patience.toNanos());
        }
    }

    private void closeIf(boolean late) {
        if (late) {
            close();
        }
    }

    void close() {
        connection.close();
    }

    private void closed() {
        ending = Ending.CLOSED;
        lane.closed(this);
        exchange.ifPresent(Exchange::clientGone);
    }
}
