package dev.casebook.gateway.proxy;

import dev.casebook.gateway.routes.Route;
import dev.casebook.gateway.upstreams.Call;
import dev.casebook.gateway.upstreams.Instance;
import dev.casebook.gateway.upstreams.Upstream;
import io.quarkus.logging.Log;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;

/** Looks for an instance that takes a connection; when the first does not, for a second one. */
final class Connecting {

    private final Forwarding forwarding;
    private final Exchange exchange;
    private final Route route;
    private final Upstream upstream;
    private final Call call;
    private final Lane lane;

    Connecting(Forwarding forwarding, Exchange exchange, Route route, Upstream upstream, Call call) {
        this.forwarding = forwarding;
        this.exchange = exchange;
        this.route = route;
        this.upstream = upstream;
        this.call = call;
        this.lane = exchange.connection().lane();
    }

    void start() {
        var refused = call.enter(lane.capacity().maxRequests());
        if (refused.isPresent()) {
            exchange.observation().tell("refused", refused.get().text());
            forwarding.fail(ProxyProblems.refused(refused.get(), upstream.name(), call.retryAfter()));
            return;
        }
        if (!exchange.body().exists()) {
            call.whole();
        }
        connect();
    }

    /** After a connection has ended: this time over a new one. */
    void repeat() {
        exchange.observation().tell("again", "the connection ended before the answer, and the request may be repeated");
        lane.meters().retried(upstream.name(), "reset");
        connect(call.chooseAgain(lane.random()), lane.services().unpooled());
    }

    private void connect() {
        var chosen = call.choose(lane.random());
        if (chosen.isPresent()) {
            connect(chosen.get(), lane.services().to(upstream, exchange));
        } else if (call.attempts() > 0) {
            unreachable();
        } else {
            forwarding.notSent(ProxyProblems.noInstance(upstream.name()));
        }
    }

    private void connect(Instance chosen, HttpClient client) {
        exchange.observation().explanation().ifPresent(explanation -> explanation.chose(chosen, upstream));
        var options = chosen.request(exchange.request().method(), route.asks(exchange.target()));
        client.request(options).onComplete(forwarding::connected, e -> failed(chosen, e));
    }

    private void failed(Instance chosen, Throwable e) {
        boolean busy = e instanceof ConnectionPoolTooBusyException;
        if (!forwarding.isConnecting()) {
            if (!busy) {
                // Nobody waits for it any more, but others shall not wait for the same.
                call.connectFailed();
            }
            call.end();
            return;
        }
        if (busy) {
            forwarding.notSent(ProxyProblems.busy());
            return;
        }
        Log.infof(
                "event=upstream.connect.failed upstream=%s instance=%s reason=\"%s\"",
                upstream.name(), chosen.name(), e.getMessage());
        exchange.observation().tell("no connection", String.valueOf(e.getMessage()));
        call.connectFailed();
        if (call.attempts() > 1 || forwarding.isTooLate()) {
            unreachable();
        } else {
            lane.meters().retried(upstream.name(), "refused");
            connect();
        }
    }

    private void unreachable() {
        call.unreachable();
        forwarding.notSent(ProxyProblems.unreachable());
    }
}
