package dev.casebook.gateway.proxy;

import io.vertx.core.http.HttpServerRequest;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The name of a request in everybody's logs: the client's own when it is harmless, else a new one. */
final class RequestId {

    private static final int MAX_LENGTH = 64;

    private RequestId() {}

    static String of(HttpServerRequest request, RandomGenerator random) {
        var given = request.headers().get(RequestHeaders.REQUEST_ID);
        return given != null && isHarmless(given) ? given : HexFormat.of().toHexDigits(random.nextLong());
    }

    private static boolean isHarmless(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (!(c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '-'
                    || c == '_'
                    || c == '.')) {
                return false;
            }
        }
        return !id.isEmpty() && id.length() <= MAX_LENGTH;
    }
}
