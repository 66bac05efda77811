package dev.casebook.gateway.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Arrays;
import java.util.Map;

/** Fields behind a body (RFC 9110 §6.5), which some services say how it went with. */
final class Trailers {

    private static final String WANTED = "trailers";

    /** What says how a message is read, where it goes or who it is from must be known before its body (RFC 9110 §6.5.1). */
    private static final NameSet NOT_COPIED = new NameSet(
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "content-encoding",
            "content-type",
            "content-range",
            "host",
            "authorization",
            "set-cookie",
            "cache-control",
            "age",
            "expires",
            "date",
            "location",
            "retry-after",
            "vary",
            "warning",
            "www-authenticate",
            "x-request-id");

    private Trailers() {}

    /** Whether the client has said so; in HTTP/1.1 they need chunks besides. */
    static boolean areWanted(Exchange exchange) {
        return exchange.request().headers().getAll(HttpHeaderNames.TE).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .anyMatch(coding -> coding.strip().equalsIgnoreCase(WANTED));
    }

    /** Before the answer is ended. */
    static void pass(HttpClientResponse from, Exchange exchange) {
        var trailers = from.trailers();
        if (trailers.isEmpty() || !mayBeSent(exchange)) {
            return;
        }
        MultiMap to = exchange.response().trailers();
        for (Map.Entry<String, String> field : trailers) {
            if (!NOT_COPIED.contains(field.getKey())) {
                to.add(field.getKey(), field.getValue());
            }
        }
    }

    private static boolean mayBeSent(Exchange exchange) {
        return areWanted(exchange)
                && (exchange.request().version() == HttpVersion.HTTP_2
                        || exchange.response().isChunked());
    }
}
