package dev.casebook.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One connection of a client that speaks HTTP/2. Each stream is an exchange of its own: what one of them waits for, or how it ends, is nothing to
 * the others.
 */
final class Http2Connection extends ClientConnection {

    /** The last stream of all: none that has been opened is turned away (RFC 9113 §6.8). */
    private static final int EVERY_STREAM = Integer.MAX_VALUE;

    /** The last stream that has been opened; others may be asked for again elsewhere. */
    private static final int OPENED_STREAMS = -1;

    private enum Stage {
        /** The client has not sent its settings. */
        BEGINNING,
        OPEN,
        /** The client knows that it shall go elsewhere. */
        LEAVING,
        /** What the client opens now does not count any more. */
        DRAINING,
        CLOSING
    }

    private final Channel channel;
    private final Lane lane;
    /** Until their streams have closed, which may be later than the end of an exchange. */
    private final Set<Exchange> exchanges = new LinkedHashSet<>();

    private Optional<HttpServerConnection> connection = Optional.empty();
    private Stage stage = Stage.BEGINNING;
    private boolean headIsAll;
    private long since;

    Http2Connection(Channel channel, Lane lane, Peer peer, Optional<String> hsts) {
        super(lane, peer, hsts);
        this.channel = channel;
        this.lane = lane;
        this.since = lane.now();
        channel.closeFuture().addListener(closed -> closed());
    }

    /** The client has sent its settings. */
    void opened(HttpServerConnection opened) {
        connection = Optional.of(opened);
        stage = Stage.OPEN;
        since = lane.now();
        opened.exceptionHandler(Lane::broken);
        opened.handler(this::received);
        var frames = channel.pipeline().get(Http2ConnectionHandler.class);
        frames.decoder().frameListener(new StreamGuard(frames, this));
    }

    /** @param all whether the request that comes next has nothing but its head */
    void headCame(boolean all) {
        headIsAll = all;
    }

    private void received(HttpServerRequest request) {
        var started = new Exchange(this, request, !headIsAll);
        exchanges.add(started);
        request.response().exceptionHandler(e -> started.clientGone(RouteMeter.CLIENT_GONE));
        request.response().closeHandler(closed -> streamClosed(started));
        var target = request.uri();
        if (target != null && target.length() > lane.settings().clients().maxRequestLine()) {
            started.fail(Refusal.longTarget().answer());
        } else {
            lane.dispatcher().dispatch(started);
        }
    }

    private void streamClosed(Exchange ended) {
        ended.clientGone(RouteMeter.CLIENT_GONE);
        exchanges.remove(ended);
        since = lane.now();
    }

    /** There is no such word for one stream. */
    @Override
    void sayLast(MultiMap headers) {}

    @Override
    void exchangeEnded(Exchange exchange, boolean last) {
        since = lane.now();
    }

    /** RFC 9113 §8.1: the answer is complete without the rest of the request. */
    @Override
    void endInput(Exchange exchange, Future<Void> written) {
        written.onSuccess(done -> {
            if (!exchange.body().isRead()) {
                exchange.response().reset(Http2Error.NO_ERROR.code());
            }
        });
    }

    @Override
    void cutOff(Exchange exchange) {
        exchange.response().reset(Http2Error.INTERNAL_ERROR.code());
    }

    @Override
    boolean isBusy() {
        return !exchanges.isEmpty();
    }

    @Override
    void tick(long now) {
        var clients = lane.settings().clients();
        // A copy, because an exchange that ends may leave the set.
        new ArrayList<>(exchanges).forEach(Exchange::tick);
        if (stage == Stage.BEGINNING) {
            if (lane.isDraining() || now - since > clients.headTimeout().toNanos()) {
                channel.close();
            }
            return;
        }
        announce();
        boolean idle = exchanges.stream().allMatch(Exchange::isOver)
                && now - since > clients.keepAlive().toNanos();
        if (stage != Stage.CLOSING && (idle || lane.isDraining() && exchanges.isEmpty())) {
            stage = Stage.CLOSING;
            connection.orElseThrow().shutdown(clients.linger().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** First that it leaves, while the client may not know that yet and opens streams; then which of them it takes. */
    private void announce() {
        if (stage == Stage.OPEN && lane.isLeaving()) {
            stage = Stage.LEAVING;
            connection.orElseThrow().goAway(Http2Error.NO_ERROR.code(), EVERY_STREAM);
        }
        if (stage == Stage.LEAVING && lane.isDraining()) {
            stage = Stage.DRAINING;
            connection.orElseThrow().goAway(Http2Error.NO_ERROR.code(), OPENED_STREAMS);
        }
    }

    private void closed() {
        stage = Stage.CLOSING;
        lane.closed(this);
        new ArrayList<>(exchanges).forEach(this::streamClosed);
    }
}
