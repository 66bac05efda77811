package dev.casebook.gateway.proxy;

import dev.casebook.gateway.cache.Fetch;
import dev.casebook.gateway.routes.Route;
import dev.casebook.gateway.upstreams.Call;
import dev.casebook.gateway.upstreams.Instance;
import dev.casebook.gateway.upstreams.Upstream;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;

/**
 * Asks for what a client was just given stale (RFC 5861 §3). Nobody waits for it: whatever fails, what is stored stays, and the next request asks
 * again.
 */
final class Refresh {

    private static final int FIRST_FINAL = 200;

    private final Exchange exchange;
    private final Lane lane;
    private final Route route;
    private final Upstream upstream;
    private final Call call;
    private final Fetch fetch;
    private long received;
    private boolean over;

    /** @param exchange whose client has its answer, or gets it now */
    Refresh(Exchange exchange, Route route, Upstream upstream, Fetch fetch) {
        this.exchange = exchange;
        this.lane = exchange.connection().lane();
        this.route = route;
        this.upstream = upstream;
        this.call = upstream.call(route);
        this.fetch = fetch;
    }

    void start() {
        var instance = call.enter(lane.capacity().maxRequests()).isEmpty()
                ? call.choose(lane.random())
                : Optional.<Instance>empty();
        if (instance.isEmpty()) {
            ended();
            return;
        }
        call.whole();
        var options = instance.get()
                .request(HttpMethod.GET, route.asks(exchange.target()))
                .setIdleTimeout(route.timeouts().response().toMillis());
        lane.services().to(upstream).request(options).onComplete(this::ask, e -> ended());
    }

    private void ask(HttpClientRequest to) {
        to.exceptionHandler(e -> ended());
        RequestHeaders.write(exchange, to.headers());
        ChangedHeaders.apply(route.changes().request(), to.headers());
        fetch.ask(to.headers());
        OverHttp2.adapt(exchange, to);
        call.sent();
        lane.services().http1(to.connection()).ifPresent(used -> used.startAlone(to));
        to.send().onComplete(from -> answered(to, from), e -> ended());
    }

    private void answered(HttpClientRequest to, HttpClientResponse from) {
        call.answered(from.statusCode());
        from.exceptionHandler(e -> ended());
        long length = Download.length(from);
        if (from.statusCode() < FIRST_FINAL || !isWanted(from, length)) {
            ended();
            to.reset();
            return;
        }
        from.handler(part -> part(to, part));
        from.endHandler(end -> {
            if (received == length || length == Exchange.UNKNOWN) {
                fetch.whole();
            }
            ended();
        });
    }

    /** @return whether there is something to come for the cache */
    private boolean isWanted(HttpClientResponse from, long length) {
        var headers = MultiMap.caseInsensitiveMultiMap();
        ResponseHeaders.write(from.headers(), from.version(), headers);
        ChangedHeaders.apply(route.changes().answer(), headers);
        if (!headers.contains(HttpHeaders.DATE)) {
            headers.set(HttpHeaders.DATE, lane.date());
        }
        return fetch.answered(from.statusCode(), headers, length).isPresent() || fetch.isStoring();
    }

    private void part(HttpClientRequest to, Buffer part) {
        received += part.length();
        fetch.part(part);
        if (!fetch.isStoring()) {
            ended();
            to.reset();
        }
    }

    private void ended() {
        if (!over) {
            over = true;
            call.end();
            fetch.over();
        }
    }
}
