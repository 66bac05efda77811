package dev.casebook.gateway.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import java.util.Map;

/** What an upstream gets to see of a client's headers, and what the gateway adds. */
final class RequestHeaders {

    static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    static final CharSequence VIA = HttpHeaders.createOptimized("via");

    private static final CharSequence VIA_US = HttpHeaders.createOptimized("1.1 casebook");
    private static final CharSequence VIA_US_BY_HTTP2 = HttpHeaders.createOptimized("2.0 casebook");

    private static final CharSequence FORWARDED = HttpHeaders.createOptimized("forwarded");
    static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("x-forwarded-for");
    private static final CharSequence FORWARDED_HOST = HttpHeaders.createOptimized("x-forwarded-host");
    private static final CharSequence FORWARDED_PROTO = HttpHeaders.createOptimized("x-forwarded-proto");
    private static final CharSequence TRACE_STATE = HttpHeaders.createOptimized("tracestate");

    /** Of this connection; set anew below; or claims about the client and the path that only the gateway may make. */
    private static final NameSet NOT_COPIED = new NameSet(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "host",
            "content-length",
            "expect",
            "via",
            "x-request-id",
            "x-casebook-explain",
            "traceparent",
            "tracestate",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "x-forwarded-port",
            "x-forwarded-prefix",
            "x-forwarded-server",
            "x-real-ip",
            "x-client-ip",
            "true-client-ip",
            "cf-connecting-ip",
            "x-original-url",
            "x-rewrite-url");

    private RequestHeaders() {}

    static void write(Exchange exchange, MultiMap to) {
        var from = exchange.request().headers();
        var nominated = HopByHop.nominated(from);
        for (Map.Entry<String, String> header : from) {
            var name = header.getKey();
            if (!NOT_COPIED.contains(name) && !nominated.contains(name) && name.indexOf('_') < 0) {
                to.add(name, header.getValue());
            }
        }
        to.set(HttpHeaders.HOST, exchange.authority());
        to.set(VIA, via(from, exchange.request().version()));
        to.set(REQUEST_ID, exchange.id());
        forwarded(exchange, from, to);
        trace(exchange, from, to);
    }

    /** @param version that the message came in */
    static CharSequence via(MultiMap from, HttpVersion version) {
        var us = version == HttpVersion.HTTP_2 ? VIA_US_BY_HTTP2 : VIA_US;
        var before = from.getAll(VIA);
        return before.isEmpty() ? us : String.join(", ", before) + ", " + us;
    }

    /** A client that is no proxy of ours has no say in who it is. */
    private static void forwarded(Exchange exchange, MultiMap from, MultiMap to) {
        var peer = exchange.connection().peer();
        var element = "for=" + peer.node() + ";host=\"" + exchange.authority() + "\";proto=" + peer.scheme();
        if (!peer.trusted()) {
            to.set(FORWARDED_FOR, peer.address());
            to.set(FORWARDED_PROTO, peer.scheme());
            to.set(FORWARDED_HOST, exchange.authority());
            to.set(FORWARDED, element);
            return;
        }
        to.set(FORWARDED_FOR, appended(from, FORWARDED_FOR, peer.address()));
        to.set(FORWARDED_PROTO, scheme(exchange));
        to.set(FORWARDED_HOST, host(exchange));
        to.set(FORWARDED, appended(from, FORWARDED, element));
    }

    /** What the upstream is told that the client speaks. */
    static String scheme(Exchange exchange) {
        return told(exchange, FORWARDED_PROTO, exchange.connection().peer().scheme());
    }

    /** What the upstream is told that the client wanted; it need not be what it is asked for. */
    static String host(Exchange exchange) {
        return told(exchange, FORWARDED_HOST, exchange.authority());
    }

    private static String told(Exchange exchange, CharSequence name, String otherwise) {
        var before = exchange.connection().peer().trusted() ? exchange.request().getHeader(name) : null;
        return before == null ? otherwise : before;
    }

    private static String appended(MultiMap from, CharSequence name, String value) {
        var before = from.getAll(name);
        return before.isEmpty() ? value : String.join(", ", before) + ", " + value;
    }

    private static void trace(Exchange exchange, MultiMap from, MultiMap to) {
        var own = exchange.observation().trace();
        var incoming = TraceParent.of(from);
        if (own.isSampled()) {
            to.set(TraceParent.HEADER, TraceParent.of(own));
        } else {
            to.set(
                    TraceParent.HEADER,
                    incoming.orElseGet(() ->
                            TraceParent.started(exchange.connection().lane().random())));
        }
        if (incoming.isPresent()) {
            from.getAll(TRACE_STATE).forEach(state -> to.add(TRACE_STATE, state));
        }
    }
}
