package dev.casebook.gateway.proxy;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.headers.Http2HeadersAdaptor;

/** Hints that come before an answer (RFC 8297). */
final class EarlyHints {

    private EarlyHints() {}

    /** HTTP/1.0 does not know such. */
    static void pass(MultiMap hints, Exchange exchange) {
        if (!exchange.isOver() && !exchange.isHttp10()) {
            // HTTP/2 has names in lower case alone, and Vert.x does not see to it here.
            var headers = new Http2HeadersAdaptor(new DefaultHttp2Headers());
            ResponseHeaders.write(hints, HttpVersion.HTTP_1_1, headers);
            exchange.response().writeEarlyHints(headers);
        }
    }
}
