package dev.casebook.gateway.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;
import java.util.Map;

/** What a client gets to see of an upstream's headers. */
final class ResponseHeaders {

    /** Of the connection to the upstream, or set anew. */
    private static final NameSet NOT_COPIED = new NameSet(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "via",
            "x-request-id");

    private ResponseHeaders() {}

    /** @param version that the answer came in */
    static void write(MultiMap from, HttpVersion version, MultiMap to) {
        var nominated = HopByHop.nominated(from);
        for (Map.Entry<String, String> header : from) {
            var name = header.getKey();
            if (!NOT_COPIED.contains(name) && !nominated.contains(name)) {
                to.add(name, header.getValue());
            }
        }
        to.set(RequestHeaders.VIA, RequestHeaders.via(from, version));
    }
}
