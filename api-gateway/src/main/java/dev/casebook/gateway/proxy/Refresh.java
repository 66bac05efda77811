package dev.casebook.gateway.proxy;

import dev.casebook.gateway.cache.Fetch;
import dev.casebook.gateway.routes.Route;
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
    private final Fetch fetch;
    private long received;
    private boolean over;

    /** @param exchange whose client has its answer, or gets it now */
    Refresh(Exchange exchange, Route route, Upstream upstream, Fetch fetch) {
        this.exchange = exchange;
        this.lane = exchange.connection().lane();
        this.route = route;
        this.upstream = upstream;
        this.fetch = fetch;
    }

    void start() {
        var chosen = upstream.choose(Optional.empty());
        if (chosen.isEmpty()) {
            fetch.over();
            return;
        }
        var instance = chosen.get();
        instance.requestStarted();
        var options = instance.request(HttpMethod.GET, route.asks(exchange.target()))
                .setIdleTimeout(route.timeouts().response().toMillis());
        lane.client().request(options).onComplete(to -> ask(to, instance), e -> ended(instance));
    }

    private void ask(HttpClientRequest to, Instance instance) {
        RequestHeaders.write(exchange, route.changes().request(), to.headers());
        fetch.ask(to.headers());
        lane.upstreamConnection(to.connection()).ifPresent(used -> used.startAlone(to));
        to.send().onComplete(from -> answered(to, from, instance), e -> ended(instance));
    }

    private void answered(HttpClientRequest to, HttpClientResponse from, Instance instance) {
        upstream.answered(instance);
        from.exceptionHandler(e -> ended(instance));
        long length = Download.length(from);
        if (from.statusCode() < FIRST_FINAL || !isWanted(from, length)) {
            ended(instance);
            to.reset();
            return;
        }
        from.handler(part -> part(to, part, instance));
        from.endHandler(end -> {
            if (received == length || length == Exchange.UNKNOWN) {
                fetch.whole();
            }
            ended(instance);
        });
    }

    /** @return whether there is something to come for the cache */
    private boolean isWanted(HttpClientResponse from, long length) {
        var headers = MultiMap.caseInsensitiveMultiMap();
        ResponseHeaders.write(from.headers(), headers);
        ChangedHeaders.apply(route.changes().answer(), headers);
        if (!headers.contains(HttpHeaders.DATE)) {
            headers.set(HttpHeaders.DATE, lane.date());
        }
        return fetch.answered(from.statusCode(), headers, length).isPresent() || fetch.isStoring();
    }

    private void part(HttpClientRequest to, Buffer part, Instance instance) {
        received += part.length();
        fetch.part(part);
        if (!fetch.isStoring()) {
            ended(instance);
            to.reset();
        }
    }

    private void ended(Instance instance) {
        if (!over) {
            over = true;
            instance.requestEnded();
            fetch.over();
        }
    }
}
