package dev.casebook.gateway.proxy;

import dev.casebook.gateway.answers.OwnResponse;
import dev.casebook.gateway.routes.Route;
import dev.casebook.gateway.upstreams.Call;
import dev.casebook.gateway.upstreams.Upstream;
import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.Optional;

/**
 * Passes one request to an upstream and its answer back. A request is tried a second time when no connection was made, on another instance; or
 * when {@link Repetition} allows it, on a new connection. To a client 503 means that nothing happened, while 502 and 504 leave it open.
 */
final class Forwarding {

    private static final int SWITCHING = 101;

    private final Exchange exchange;
    private final Route route;
    private final Call call;
    private final Connecting connecting;
    private final Lane lane;
    private final Patience patience;
    private final Reception reception;

    private Phase phase = Phase.CONNECTING;
    private Optional<HttpClientRequest> asked = Optional.empty();
    private Optional<UpstreamConnection> connection = Optional.empty();
    private boolean repeated;
    private Optional<Upload> upload = Optional.empty();
    private Optional<Download> download = Optional.empty();
    private Optional<Tunnel> tunnel = Optional.empty();

    Forwarding(Exchange exchange, Route route, Upstream upstream, Reception reception) {
        this.exchange = exchange;
        this.route = route;
        this.call = upstream.call(route);
        this.connecting = new Connecting(this, exchange, route, upstream, call);
        this.reception = reception;
        this.lane = exchange.connection().lane();
        this.patience = new Patience(lane, route.timeouts(), Deadline.of(exchange));
    }

    void start() {
        exchange.forwardedBy(this);
        if (!patience.hasTime()) {
            fail(ProxyProblems.tooLate());
            return;
        }
        connecting.start();
    }

    boolean isConnecting() {
        return phase == Phase.CONNECTING;
    }

    /** @param answer unless the request was sent before, and nobody knows what became of it */
    void notSent(OwnResponse answer) {
        call.end();
        fail(repeated ? ProxyProblems.lost() : answer);
    }

    void connected(HttpClientRequest to) {
        Handler<Throwable> lost = e -> lost(to);
        to.exceptionHandler(lost);
        if (phase != Phase.CONNECTING) {
            to.reset();
            call.end();
            return;
        }
        phase = Phase.WAITING;
        if (!repeated) {
            // Both tries together have the time that one has.
            progressed();
        }
        asked = Optional.of(to);
        connection = lane.services().http1(to.connection());
        RequestHeaders.write(exchange, to.headers());
        patience.tell(to.headers());
        ChangedHeaders.apply(route.changes().request(), to.headers());
        if (route.changes().answerJson().isPresent()) {
            JsonBodies.asksForAll(to.headers());
        }
        reception.asks(to.headers());
        OverHttp2.adapt(exchange, to);
        call.sent();
        exchange.observation().tell("sent", "the head");
        connection.ifPresent(used -> used.start(exchange, to, this));
        to.earlyHintsHandler(hints -> EarlyHints.pass(hints, exchange));
        to.response().onComplete(from -> answered(to, from), lost);
        if (exchange.body().exists()) {
            var body = new Upload(exchange, to, route, this);
            upload = Optional.of(body);
            body.start();
        } else {
            to.end();
        }
    }

    /** @return whether the answer, by which the service takes the client's wish for a WebSocket, is not too late */
    boolean switched(MultiMap answer) {
        if (phase != Phase.WAITING) {
            return false;
        }
        phase = Phase.TUNNELLING;
        call.answered(SWITCHING);
        tunnel = Optional.of(Tunnel.open(exchange, connection.get(), answer, route));
        return true;
    }

    private void answered(HttpClientRequest to, HttpClientResponse from) {
        from.exceptionHandler(e -> broken());
        if (phase != Phase.WAITING) {
            return;
        }
        if (from.statusCode() < 200) {
            // Nobody asked for another protocol.
            lost(to);
            return;
        }
        phase = Phase.RELAYING;
        call.answered(from.statusCode());
        progressed();
        if (!exchange.admitAnswer(from.statusCode(), Download.length(from))) {
            fail(ProxyProblems.noPlaceForAnswer());
            return;
        }
        download = Optional.of(new Download(exchange, from, this, reception));
        download.get().start(route.changes());
    }

    /** The connection broke before the head of the answer, or what came is not HTTP. */
    private void lost(HttpClientRequest to) {
        tunnel.ifPresent(Tunnel::serviceGone);
        if (phase != Phase.WAITING || asked.get() != to) {
            return;
        }
        // A connection that was kept may end without any fault.
        boolean race = connection.isPresent() && connection.get().isReusedAndSilent();
        if (race && !repeated && Repetition.isSafe(exchange, route) && patience.hasTime() && call.mayRepeat()) {
            repeat();
            return;
        }
        if (!race) {
            call.unanswered();
        }
        fail(ProxyProblems.lost());
    }

    private void repeat() {
        repeated = true;
        phase = Phase.CONNECTING;
        connecting.repeat();
    }

    /** All of the request has gone to the service. */
    void uploaded() {
        progressed();
        if (phase == Phase.WAITING) {
            call.whole();
        }
    }

    /** Bytes moved, in whichever direction. */
    void progressed() {
        patience.progressed();
    }

    /** The answer has come whole. */
    void completed() {
        boolean uploading = upload.isPresent() && !upload.get().isDone();
        phase = Phase.OVER;
        call.end();
        reception.over();
        if (uploading) {
            asked.ifPresent(HttpClientRequest::reset);
        } else if (exchange.handshake().isPresent()) {
            asked.get().connection().close();
        }
    }

    /** The answer broke off. */
    void broken() {
        if (phase == Phase.RELAYING) {
            abandon();
            exchange.cutOff();
        }
    }

    /** Ends the upstream's part, whatever state it is in. */
    void abandon() {
        var before = phase;
        phase = Phase.OVER;
        if (before != Phase.CONNECTING && before != Phase.OVER) {
            call.end();
            asked.ifPresent(to -> to.reset(Http2Error.CANCEL.code()));
        }
        reception.over();
    }

    void fail(OwnResponse answer) {
        abandon();
        reception.refuse(exchange, answer);
    }

    void tick() {
        if (phase == Phase.TUNNELLING) {
            tunnel.get().tick(route.timeouts().idle());
        } else if (phase != Phase.OVER && isTooLate()) {
            giveUp();
        } else if (phase == Phase.RELAYING && lane.isDraining()) {
            download.get().leave();
        }
    }

    boolean isTooLate() {
        return patience.isOver(phase, repeated, waitsForClient());
    }

    private void giveUp() {
        if (phase == Phase.RELAYING) {
            broken();
            return;
        }
        if (patience.isServices(phase, waitsForClient())) {
            call.unanswered();
        }
        fail(patience.answer(phase, repeated, waitsForClient()));
    }

    private boolean waitsForClient() {
        return upload.isPresent() && upload.get().waitsForClient();
    }
}
