package dev.casebook.gateway.proxy;

import dev.casebook.gateway.answers.OwnResponseException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The request and the answer that turn a connection into a WebSocket (RFC 6455 §4).
 *
 * @param connection that it is about
 * @param accept what a server that has understood the request answers to its key
 */
record WebSocketHandshake(Http1Connection connection, String accept) {

    private static final String VERSION = "13";
    private static final String SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** 16 bytes in Base64. */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");

    /**
     * Whether a request asks for one. In HTTP/1.0 and with other methods the wish is ignored (RFC 9110 §7.8), and HTTP/2 cannot ask so (RFC 9113
     * §8.6).
     */
    static boolean isAsked(HttpServerRequest request) {
        var headers = request.headers();
        return headers.contains(HttpHeaders.UPGRADE)
                && request.method().equals(HttpMethod.GET)
                && request.version() == HttpVersion.HTTP_1_1
                && headers.contains(HttpHeaders.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && HopByHop.nominated(headers).contains(HttpHeaders.UPGRADE);
    }

    /** @throws OwnResponseException when the request is none that a server could accept */
    static WebSocketHandshake of(Exchange exchange, Http1Connection connection) {
        var headers = exchange.request().headers();
        if (!headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_VERSION).equals(List.of(VERSION))) {
            throw new OwnResponseException(ProxyProblems.webSocketVersion(VERSION));
        }
        var keys = headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        if (keys.size() != 1
                || !KEY.matcher(keys.getFirst()).matches()
                || exchange.body().exists()) {
            throw new OwnResponseException(ProxyProblems.badWebSocket("It needs one key of 16 bytes, and no body."));
        }
        return new WebSocketHandshake(connection, answerTo(keys.getFirst()));
    }

    /**
     * From now on nothing may come until there is a WebSocket (RFC 6455 §4.1).
     *
     * @throws OwnResponseException when there cannot be one
     */
    void begin(Exchange exchange) {
        var capacity = connection.lane().capacity();
        if (!capacity.webSocketStarted()) {
            throw new OwnResponseException(ProxyProblems.overCapacity());
        }
        exchange.whenOver(capacity::webSocketEnded);
        if (!connection.hold()) {
            throw new OwnResponseException(ProxyProblems.badWebSocket("Nothing may be sent behind it."));
        }
        exchange.wants(this);
    }

    private static String answerTo(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest((key + SALT).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** What makes headers those of a handshake, in both directions. */
    static void write(MultiMap headers) {
        headers.set(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
        headers.set(HttpHeaders.UPGRADE, HttpHeaderValues.WEBSOCKET);
    }

    /** Whether a service that switches protocols switches to this one, and has read this very request. */
    boolean isAcceptedBy(MultiMap answer) {
        return answer.contains(HttpHeaders.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && HopByHop.nominated(answer).contains(HttpHeaders.UPGRADE)
                && answer.getAll(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT).equals(List.of(accept));
    }
}
