package dev.casebook.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.Optional;

/** One connection of a client that speaks HTTP/1.1: what it is doing, since when, and how it ends. */
final class Http1Connection extends ClientConnection {

    private enum Ending {
        NOT_YET,
        /** The last answer is being written. */
        DECIDED,
        /** The answer is out; what the client still sends is thrown away. */
        LINGERING,
        CLOSED
    }

    private final HttpServerConnection connection;
    private final Entrance entrance;
    private final Lane lane;
    private final RequestDecoder decoder;

    private Optional<Exchange> exchange = Optional.empty();
    /** Waits until the answers before it have been read. */
    private Optional<Exchange> unread = Optional.empty();

    private Optional<Refusal> refusal = Optional.empty();
    private Ending ending = Ending.NOT_YET;
    private boolean unused = true;
    private boolean readingHead;
    private boolean tunnel;
    private int unanswered;
    private long since;

    /** @param entrance that it came in by */
    Http1Connection(HttpServerConnection connection, Entrance entrance, Lane lane, Peer peer, Optional<String> hsts) {
        super(lane, peer, hsts);
        this.connection = connection;
        this.entrance = entrance;
        this.lane = lane;
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

    /** Another connection of the client's takes its place. */
    void becomeHttp2() {
        var pipeline = channel().pipeline();
        pipeline.remove("handler");
        pipeline.remove("httpEncoder");
        entrance.welcomeHttp2(this);
        // Only now, since what has been read goes to whoever stands behind.
        pipeline.remove(decoder);
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

    /** Of the request that came last. Those before it, which wait for their answers or are getting them, are not at fault. */
    void malformedBody(Refusal refusal) {
        if (unanswered > 1) {
            refuseNext(refusal);
        } else {
            exchange.ifPresent(each -> each.breakOff(refusal.answer()));
        }
    }

    private void received(HttpServerRequest request) {
        if (ending != Ending.NOT_YET) {
            return;
        }
        var started = new Exchange(this, request, Framing.hasBody(request.headers()));
        exchange = Optional.of(started);
        // Requests sent ahead wait their turn, so a refusal belongs to the last one that was read.
        if (refusal.isPresent() && unanswered == 1) {
            started.fail(refusal.get().answer());
        } else if (channel().isWritable()) {
            lane.dispatcher().dispatch(started);
        } else {
            // Whoever asks on without reading would pile up answers here.
            unread = Optional.of(started);
        }
    }

    /** The client has read of the answers before. */
    void readOn() {
        unread.ifPresent(waiting -> {
            unread = Optional.empty();
            lane.run(() -> {
                if (!waiting.isOver()) {
                    lane.dispatcher().dispatch(waiting);
                }
            });
        });
    }

    /**
     * From now on nothing may come until the request is answered: it could be taken for another request.
     *
     * @return false when something has come already
     */
    boolean hold() {
        if (unanswered > 1 || readingHead) {
            return false;
        }
        decoder.hold();
        return true;
    }

    /** From now on no HTTP is spoken here. */
    void become(TunnelEnd end, HttpHeaders answer) {
        tunnel = true;
        client().become(end, answer, decoder);
    }

    @Override
    void sayLast(MultiMap headers) {
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }

    @Override
    void exchangeEnded(Exchange ended, boolean last) {
        exchange = Optional.empty();
        unanswered--;
        since = lane.now();
        if (last && ending == Ending.NOT_YET) {
            ending = Ending.DECIDED;
            decoder.discard();
        }
    }

    @Override
    void endInput(Exchange ended, Future<Void> written) {
        if (!ended.body().isRead()) {
            ended.request().handler(null);
            ended.request().endHandler(null);
            ended.request().resume();
        }
        written.onComplete(done -> closeAfterAnswer());
    }

    @Override
    void cutOff(Exchange exchange) {
        abort();
    }

    @Override
    boolean isBusy() {
        return exchange.isPresent() || readingHead || ending == Ending.DECIDED || ending == Ending.LINGERING;
    }

    /** With a reset. */
    void abort() {
        client().abort();
    }

    private ClientChannel client() {
        return new ClientChannel(channel());
    }

    /**
     * Ends the connection after an answer. A close with unread input would reset it, and the answer might be lost with it (RFC 9112 §9.6).
     */
    private void closeAfterAnswer() {
        if (ending == Ending.DECIDED) {
            ending = Ending.LINGERING;
            since = lane.now();
            client().endOutput();
        }
    }

    @Override
    void tick(long now) {
        var clients = lane.settings().clients();
        long waited = now - since;
        if (ending == Ending.DECIDED || unread.isPresent()) {
            if (waited > clients.keepAlive().toNanos()) {
                abort();
            }
        } else if (ending != Ending.NOT_YET) {
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
        if (late && client().isFlushed()) {
            close();
        } else if (late) {
            abort();
        }
    }

    void close() {
        connection.close();
    }

    private void closed() {
        ending = Ending.CLOSED;
        lane.closed(this);
        exchange.ifPresent(gone -> gone.clientGone(tunnel ? RouteMeter.SWITCHED : RouteMeter.CLIENT_GONE));
    }
}
