package dev.casebook.gateway.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;

/** What a request to a service has in HTTP/2 that it has not, or has otherwise, in HTTP/1.1. */
final class OverHttp2 {

    private static final int NO_PORT = -1;

    private OverHttp2() {}

    /** @param to whose headers are as HTTP/1.1 has them */
    static void adapt(Exchange exchange, HttpClientRequest to) {
        if (!isSpoken(to)) {
            return;
        }
        // RFC 9113 §8.3.1: the authority instead of Host.
        to.headers().remove(HttpHeaders.HOST);
        to.authority(HostAndPort.parseAuthority(exchange.authority(), NO_PORT));
        if (Trailers.areWanted(exchange)) {
            // RFC 9110 §10.1.4; a gRPC service wants it.
            to.putHeader(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS);
        }
    }

    static boolean isSpoken(HttpClientRequest to) {
        return to.version() == HttpVersion.HTTP_2;
    }
}
