package dev.casebook.gateway.proxy;

import dev.casebook.gateway.cache.ByteRange;
import dev.casebook.gateway.cache.CacheRequest;
import dev.casebook.gateway.cache.CacheStatus;
import dev.casebook.gateway.cache.Conditions;
import dev.casebook.gateway.cache.Stored;
import dev.casebook.gateway.routes.Route;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Locale;

/** A stored answer on its way to a client: whole, a part of it, or only that it has not changed. */
final class StoredAnswer {

    private static final int PARTIAL = 206;
    private static final int NOT_MODIFIED = 304;
    private static final Buffer NOTHING = Buffer.buffer();

    private final Exchange exchange;
    private final Route route;
    private final CacheRequest asked;
    private final Stored stored;
    private final MultiMap headers;

    StoredAnswer(Exchange exchange, Route route, CacheRequest asked, Stored stored) {
        this.exchange = exchange;
        this.route = route;
        this.asked = asked;
        this.stored = stored;
        this.headers = exchange.response().headers();
    }

    /**
     * @param status for the field Cache-Status
     * @param cookies that came with a validation, for this client alone
     */
    void send(long now, String status, List<String> cookies) {
        if (exchange.isOver()) {
            return;
        }
        boolean unchanged = Conditions.isNotModified(asked, stored, now);
        var range = ByteRange.of(asked, stored);
        int length = unchanged ? 0 : range.map(ByteRange::length).orElse(stored.body().length);
        if (!exchange.admitAnswer(stored.status(), length)) {
            exchange.answer(ProxyProblems.noPlaceForAnswer());
            return;
        }
        headers.clear();
        stored.headers().forEach(header -> headers.add(header.getKey(), header.getValue()));
        headers.set(HttpHeaders.AGE, Long.toString(stored.age(now)));
        headers.add(CacheStatus.NAME, status);
        cookies.forEach(cookie -> headers.add(HttpHeaders.SET_COOKIE, cookie));
        if (unchanged) {
            notModified();
        } else {
            range.ifPresentOrElse(this::part, this::whole);
        }
    }

    /** RFC 9110 §15.4.5: what describes the body stays out. */
    private void notModified() {
        headers.names().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> name.startsWith("content-") && !name.equals("content-location"))
                .forEach(headers::remove);
        exchange.startAnswer(NOT_MODIFIED, Exchange.UNKNOWN);
        exchange.end(NOTHING);
    }

    private void part(ByteRange range) {
        headers.set(HttpHeaders.CONTENT_RANGE, range.of(stored.body().length));
        exchange.startAnswer(PARTIAL, range.length());
        send(range.first(), range.last() + 1);
    }

    private void whole() {
        exchange.startAnswer(stored.status(), stored.body().length);
        send(0, exchange.isBodyless(stored.status()) ? 0 : stored.body().length);
    }

    private void send(int start, int end) {
        new StoredBody(exchange, route.timeouts().idle(), stored.body(), start, end).send();
    }
}
