package dev.casebook.gateway.proxy;

import dev.casebook.gateway.answers.OwnResponse;
import dev.casebook.gateway.routes.Route;
import dev.casebook.gateway.upstreams.Instance;
import dev.casebook.gateway.upstreams.Upstream;
import io.quarkus.logging.Log;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.util.Optional;

/**
 * Passes one request to an upstream and its answer back. A request is tried a second time, on another instance, only when no connection was
 * made: once a byte was sent it may have been carried out, and a redirect that is repeated counts a click twice. So to a client 503 means
 * that nothing happened, while 502 and 504 leave it open.
 */
final class Forwarding {

    private enum Phase {
        CONNECTING,
        WAITING,
        RELAYING,
        OVER
    }

    private final Exchange exchange;
    private final Route route;
    private final Upstream upstream;
    private final Lane lane;

    private Phase phase = Phase.CONNECTING;
    private long progressAt;
    private Optional<Instance> instance = Optional.empty();
    private Optional<HttpClientRequest> asked = Optional.empty();
    private Optional<Upload> upload = Optional.empty();

    Forwarding(Exchange exchange, Route route, Upstream upstream) {
        this.exchange = exchange;
        this.route = route;
        this.upstream = upstream;
        this.lane = exchange.connection().lane();
        this.progressAt = lane.now();
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
        var chosen = instance.get();
        chosen.requestStarted();
        var options = new RequestOptions()
                .setMethod(exchange.request().method())
                .setServer(chosen.address())
                .setHost(chosen.address().hostAddress())
                .setPort(chosen.address().port())
                .setURI(route.target().orElseGet(exchange.target()::text));
        lane.client().request(options).onComplete(this::connected, e -> notConnected(chosen, tried.isPresent(), e));
    }

    private void notConnected(Instance chosen, boolean retried, Throwable e) {
        chosen.requestEnded();
        instance = Optional.empty();
        if (phase != Phase.CONNECTING) {
            return;
        }
        if (e instanceof ConnectionPoolTooBusyException) {
            fail(ProxyProblems.busy());
            return;
        }
        upstream.connectFailed(chosen);
        Log.infof(
                "event=upstream.connect.failed upstream=%s instance=%s reason=\"%s\"",
                upstream.name(), chosen.name(), e.getMessage());
        if (retried) {
            fail(ProxyProblems.unreachable());
        } else {
            lane.meters().retried(upstream.name());
            connect(Optional.of(chosen));
        }
    }

    private void connected(HttpClientRequest to) {
        to.exceptionHandler(this::lost);
        if (phase != Phase.CONNECTING) {
            to.reset();
            release();
            return;
        }
        phase = Phase.WAITING;
        progressed();
        asked = Optional.of(to);
        RequestHeaders.write(exchange, to.headers());
        if (lane.isOld(to.connection())) {
            to.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        to.response().onComplete(this::answered, this::lost);
        if (exchange.hasBody()) {
            var body = new Upload(exchange, to, route.maxBody(), this);
            upload = Optional.of(body);
            body.start();
        } else {
            to.end();
        }
    }

    private void answered(HttpClientResponse from) {
        from.exceptionHandler(e -> broken());
        if (phase != Phase.WAITING) {
            return;
        }
        if (from.statusCode() < 200) {
            // Nobody asked for another protocol.
            lost(new IllegalStateException("the upstream switched protocols"));
            return;
        }
        phase = Phase.RELAYING;
        progressed();
        new Download(exchange, from, this).start();
    }

    /** The connection broke before the head of the answer, or what came is not HTTP. */
    private void lost(Throwable e) {
        if (phase == Phase.WAITING) {
            fail(ProxyProblems.lost());
        }
    }

    /** Bytes moved, in whichever direction. */
    void progressed() {
        progressAt = lane.now();
    }

    /** The answer has come whole. */
    void completed() {
        boolean uploading = upload.isPresent() && !upload.get().isDone();
        phase = Phase.OVER;
        release();
        if (uploading) {
            asked.ifPresent(HttpClientRequest::reset);
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
        if (before == Phase.WAITING || before == Phase.RELAYING) {
            release();
            asked.ifPresent(HttpClientRequest::reset);
        }
    }

    private void release() {
        instance.ifPresent(Instance::requestEnded);
        instance = Optional.empty();
    }

    void fail(OwnResponse answer) {
        abandon();
        exchange.answer(answer);
    }

    void tick(long now) {
        long silent = now - progressAt;
        switch (phase) {
            case CONNECTING -> {
                if (silent > lane.settings().upstreams().pool().connectTimeout().toNanos()) {
                    fail(ProxyProblems.busy());
                }
            }
            case WAITING -> waiting(silent);
            case RELAYING -> {
                if (silent > route.timeouts().idle().toNanos()) {
                    broken();
                }
            }
            case OVER -> {}
        }
    }

    private void waiting(long silent) {
        if (upload.isPresent() && upload.get().waitsForClient()) {
            if (silent > route.timeouts().idle().toNanos()) {
                fail(ProxyProblems.clientTooSlow());
            }
        } else if (silent > route.timeouts().response().toNanos()) {
            fail(ProxyProblems.tooSlow());
        }
    }
}
