package dev.casebook.gateway.proxy;

import dev.casebook.gateway.answers.OwnResponse;
import dev.casebook.gateway.cache.CacheMeters.Outcome;
import dev.casebook.gateway.cache.CacheRequest;
import dev.casebook.gateway.cache.CacheStatus;
import dev.casebook.gateway.cache.Fetch;
import dev.casebook.gateway.cache.Stored;
import dev.casebook.gateway.routes.Route;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Optional;

/** A request that what is stored could not answer: the upstream is asked, for the client and for the cache. */
final class CacheFill implements Reception {

    private static final int NOT_MODIFIED = 304;

    private final Exchange exchange;
    private final Route route;
    private final CacheRequest asked;
    private final Fetch fetch;
    private final Caches caches;
    private final String reason;
    private Optional<Stored> instead = Optional.empty();
    private int status;
    private List<String> cookies = List.of();

    /** @param reason why the upstream is asked, a token of RFC 9211 §2.2 */
    CacheFill(Exchange exchange, Route route, CacheRequest asked, Fetch fetch, Caches caches, String reason) {
        this.exchange = exchange;
        this.route = route;
        this.asked = asked;
        this.fetch = fetch;
        this.caches = caches;
        this.reason = reason;
    }

    @Override
    public void asks(MultiMap headers) {
        fetch.ask(headers);
    }

    @Override
    public boolean passes(int status, MultiMap headers, long length) {
        this.status = status;
        if (!headers.contains(HttpHeaders.DATE)) {
            // RFC 9110 §6.6.1: what is stored has one.
            headers.set(HttpHeaders.DATE, exchange.connection().lane().date());
        }
        instead = fetch.answered(status, headers, length);
        if (instead.isPresent()) {
            cookies = status == NOT_MODIFIED ? headers.getAll(HttpHeaders.SET_COOKIE) : List.of();
            return false;
        }
        headers.add(CacheStatus.NAME, CacheStatus.forwarded(reason, fetch.isStoring()));
        caches.count(asked, Outcome.FORWARDED);
        return true;
    }

    @Override
    public void answerInstead() {
        answer(instead.get(), Optional.of(status));
    }

    private void answer(Stored stored, Optional<Integer> said) {
        boolean holds = said.isPresent() && said.get() == NOT_MODIFIED;
        caches.count(asked, holds ? Outcome.VALIDATED : Outcome.STALE);
        long now = caches.now();
        new StoredAnswer(exchange, route, asked, stored).send(now, CacheStatus.staleHit(stored, now, said), cookies);
    }

    @Override
    public void part(Buffer part) {
        fetch.part(part);
    }

    @Override
    public void whole() {
        fetch.whole();
    }

    @Override
    public void over() {
        fetch.over();
    }

    @Override
    public void refuse(Exchange exchange, OwnResponse answer) {
        fetch.instead().ifPresentOrElse(stored -> answer(stored, Optional.empty()), () -> exchange.answer(answer));
    }
}
