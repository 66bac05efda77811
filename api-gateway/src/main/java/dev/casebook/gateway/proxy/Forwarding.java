package dev.casebook.gateway.proxy;

import dev.casebook.gateway.answers.OwnResponse;
import dev.casebook.gateway.routes.Route;
import dev.casebook.gateway.upstreams.Instance;
import dev.casebook.gateway.upstreams.Upstream;
import io.quarkus.logging.Log;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.Optional;

/**
 * Passes one request to an upstream and its answer back. A request is tried a second time when no connection was made, on another instance; or
 * when {@link Repetition} allows it, on a new connection. To a client 503 means that nothing happened, while 502 and 504 leave it open.
 */
final class Forwarding {

    private final Exchange exchange;
    private final Route route;
    private final Upstream upstream;
    private final Lane lane;
    private final Patience patience;
    private final Reception reception;

    private Phase phase = Phase.CONNECTING;
    private Optional<Instance> instance = Optional.empty();
    private Optional<HttpClientRequest> asked = Optional.empty();
    private Optional<UpstreamConnection> connection = Optional.empty();
    private boolean repeated;
    private Optional<Upload> upload = Optional.empty();
    private Optional<Download> download = Optional.empty();
    private Optional<Tunnel> tunnel = Optional.empty();

    Forwarding(Exchange exchange, Route route, Upstream upstream, Reception reception) {
        this.exchange = exchange;
        this.route = route;
        this.upstream = upstream;
        this.reception = reception;
        this.lane = exchange.connection().lane();
        this.patience = new Patience(lane, route.timeouts());
    }

    void start() {
        exchange.forwardedBy(this);
        connect(Optional.empty());
    }

    private void connect(Optional<Instance> tried) {
        instance = upstream.choose(tried);
        if (instance.isEmpty()) {
            fail(tried.isPresent() ? ProxyProblems.unreachable() : ProxyProblems.noInstance(upstream.name()));
            return;
        }
        connect(instance.get(), lane.clientFor(exchange), tried.isPresent());
    }

    private void connect(Instance chosen, HttpClient client, boolean retried) {
        chosen.requestStarted();
        var options = chosen.request(exchange.request().method(), route.asks(exchange.target()));
        client.request(options).onComplete(this::connected, e -> notConnected(chosen, retried, e));
    }

    private void notConnected(Instance chosen, boolean retried, Throwable e) {
        chosen.requestEnded();
        instance = Optional.empty();
        if (phase != Phase.CONNECTING) {
            return;
        }
        if (e instanceof ConnectionPoolTooBusyException) {
            fail(repeated ? ProxyProblems.lost() : ProxyProblems.busy());
            return;
        }
        upstream.connectFailed(chosen);
        Log.infof(
                "event=upstream.connect.failed upstream=%s instance=%s reason=\"%s\"",
                upstream.name(), chosen.name(), e.getMessage());
        if (repeated) {
            fail(ProxyProblems.lost());
        } else if (retried) {
            fail(ProxyProblems.unreachable());
        } else {
            lane.meters().retried(upstream.name(), "refused");
            connect(Optional.of(chosen));
        }
    }

    private void connected(HttpClientRequest to) {
        Handler<Throwable> lost = e -> lost(to);
        to.exceptionHandler(lost);
        if (phase != Phase.CONNECTING) {
            to.reset();
            release();
            return;
        }
        phase = Phase.WAITING;
        if (!repeated) {
            // Both tries together have the time that one has.
            progressed();
        }
        asked = Optional.of(to);
        connection = lane.upstreamConnection(to.connection());
        RequestHeaders.write(exchange, route.changes().request(), to.headers());
        reception.asks(to.headers());
        connection.ifPresent(used -> used.start(exchange, to, this));
        to.earlyHintsHandler(exchange::hint);
        to.response().onComplete(from -> answered(to, from), lost);
        if (exchange.hasBody()) {
            var body = new Upload(exchange, to, route.maxBody(), this);
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
        instance.ifPresent(upstream::answered);
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
        instance.ifPresent(upstream::answered);
        progressed();
        download = Optional.of(new Download(exchange, from, this, reception));
        download.get().start(route.changes().answer());
    }

    /** The connection broke before the head of the answer, or what came is not HTTP. */
    private void lost(HttpClientRequest to) {
        tunnel.ifPresent(Tunnel::serviceGone);
        if (phase != Phase.WAITING || asked.get() != to) {
            return;
        }
        // A connection that was kept may end without any fault.
        boolean race = connection.isPresent() && connection.get().isReusedAndSilent();
        if (race && !repeated && Repetition.isSafe(exchange, route) && upstream.mayRepeat()) {
            repeat();
            return;
        }
        if (!race) {
            instance.ifPresent(upstream::unanswered);
        }
        fail(ProxyProblems.lost());
    }

    /** On the same instance when there is no other: that a connection ended does not say that the instance did. */
    private void repeat() {
        var before = instance;
        release();
        repeated = true;
        phase = Phase.CONNECTING;
        lane.meters().retried(upstream.name(), "reset");
        instance = upstream.choose(before).or(() -> before);
        connect(instance.get(), lane.unpooled(), true);
    }

    /** Bytes moved, in whichever direction. */
    void progressed() {
        patience.progressed();
    }

    /** The answer has come whole. */
    void completed() {
        boolean uploading = upload.isPresent() && !upload.get().isDone();
        phase = Phase.OVER;
        release();
        reception.over();
        if (uploading) {
            asked.ifPresent(HttpClientRequest::reset);
        } else if (exchange.connection().handshake().isPresent()) {
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
            release();
            asked.ifPresent(HttpClientRequest::reset);
        }
        reception.over();
    }

    private void release() {
        instance.ifPresent(Instance::requestEnded);
        instance = Optional.empty();
    }

    void fail(OwnResponse answer) {
        abandon();
        reception.refuse(exchange, answer);
    }

    void tick() {
        if (phase == Phase.TUNNELLING) {
            tunnel.get().tick(route.timeouts().idle());
        } else if (phase != Phase.OVER && patience.isOver(phase, repeated, waitsForClient())) {
            tooLate();
        } else if (phase == Phase.RELAYING && lane.isDraining()) {
            download.get().leave();
        }
    }

    private void tooLate() {
        if (phase == Phase.CONNECTING) {
            fail(repeated ? ProxyProblems.tooSlow() : ProxyProblems.busy());
        } else if (phase == Phase.RELAYING) {
            broken();
        } else if (waitsForClient()) {
            fail(ProxyProblems.clientTooSlow());
        } else {
            instance.ifPresent(upstream::unanswered);
            fail(ProxyProblems.tooSlow());
        }
    }

    private boolean waitsForClient() {
        return upload.isPresent() && upload.get().waitsForClient();
    }
}
