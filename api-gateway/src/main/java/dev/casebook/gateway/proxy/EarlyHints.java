package dev.casebook.gateway.proxy;

import io.vertx.core.MultiMap;

/** Hints that come before an answer (RFC 8297). */
final class EarlyHints {

    private EarlyHints() {}

    /** HTTP/1.0 does not know such. */
    static void pass(MultiMap hints, Exchange exchange) {
        if (!exchange.isOver() && !exchange.isHttp10()) {
            var headers = MultiMap.caseInsensitiveMultiMap();
            ResponseHeaders.write(hints, headers);
            exchange.response().writeEarlyHints(headers);
        }
    }
}
