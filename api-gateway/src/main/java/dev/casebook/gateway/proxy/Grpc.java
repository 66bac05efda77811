package dev.casebook.gateway.proxy;

import dev.casebook.gateway.answers.OwnResponse;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.HashMap;
import java.util.Map;

/** What the gateway knows of gRPC, whose calls are passed on like any request. */
final class Grpc {

    private static final String MEDIA_TYPE = "application/grpc";

    /** How a call went: behind its answers, or in the head when there are none. */
    static final String STATUS = "grpc-status";

    private static final int FIRST_REFUSAL = 400;

    private static final int INTERNAL = 13;
    private static final int UNAUTHENTICATED = 16;
    private static final int PERMISSION_DENIED = 7;
    private static final int UNIMPLEMENTED = 12;
    private static final int UNAVAILABLE = 14;
    private static final int UNKNOWN = 2;

    private Grpc() {}

    static boolean isSpoken(MultiMap headers) {
        var type = headers.get(HttpHeaders.CONTENT_TYPE);
        return type != null && type.startsWith(MEDIA_TYPE);
    }

    /**
     * A refusal of the gateway's own as the client of a call understands it: a status in the head of an answer without a body ("Trailers-Only"), with
     * the problem as its message. Other answers stay as they are.
     */
    static OwnResponse told(OwnResponse answer, HttpServerRequest request) {
        boolean call = request.version() == HttpVersion.HTTP_2 && isSpoken(request.headers());
        if (!call || answer.status() < FIRST_REFUSAL) {
            return answer;
        }
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.put(STATUS, Integer.toString(status(answer.status())));
        headers.put("grpc-message", message(answer.body()));
        return new OwnResponse(200, MEDIA_TYPE, Buffer.buffer(), Map.copyOf(headers));
    }

    /** By "HTTP to gRPC Status Code Mapping" of gRPC's documents. */
    private static int status(int http) {
        return switch (http) {
            case 400 -> INTERNAL;
            case 401 -> UNAUTHENTICATED;
            case 403 -> PERMISSION_DENIED;
            case 404 -> UNIMPLEMENTED;
            case 429, 502, 503, 504 -> UNAVAILABLE;
            default -> UNKNOWN;
        };
    }

    /** Printable ASCII but for the percent sign stays as it is. */
    private static String message(Buffer body) {
        var message = new StringBuilder();
        for (byte b : body.getBytes()) {
            if (b >= ' ' && b < 0x7f && b != '%') {
                message.append((char) b);
            } else {
                message.append("%%%02X".formatted(b & 0xff));
            }
        }
        return message.toString();
    }
}
