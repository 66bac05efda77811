package dev.casebook.gateway.support;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;

/** WebSocket as it is on the wire: the handshake of RFC 6455 §1.3, and a few frames. */
public final class WebSockets {

    /** A text from a client, masked: {@code Hello} (RFC 6455 §5.7). */
    public static final byte[] FROM_CLIENT = bytes(0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58);

    /** The same from a server. */
    public static final byte[] FROM_SERVER = bytes(0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f);

    /** A Close frame from a server: 1001, going away. */
    public static final byte[] GOING_AWAY = bytes(0x88, 0x02, 0x03, 0xe9);

    /** How long the same Close frame is when it comes masked. */
    public static final int MASKED_CLOSE = 8;

    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private WebSockets() {}

    public static String handshake(String path, String... headers) {
        return "GET %s HTTP/1.1\r\nHost: gateway.test\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
                        .formatted(path)
                + "Sec-WebSocket-Key: " + KEY + "\r\nSec-WebSocket-Version: 13\r\n"
                + lines(headers);
    }

    /** The answer that accepts {@link #handshake}. */
    public static String accepted(String... headers) {
        return accepting(ACCEPT, headers);
    }

    /** The answer that accepts whatever key a client has made up. */
    public static String acceptedFor(Recorded request) {
        var key = request.headers().first("Sec-WebSocket-Key").orElseThrow();
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest((key + SALT).getBytes(StandardCharsets.US_ASCII));
            return accepting(Base64.getEncoder().encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String accepting(String accept, String... headers) {
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + accept + "\r\n"
                + lines(headers);
    }

    private static String lines(String... headers) {
        return Arrays.stream(headers).map(header -> header + "\r\n").collect(Collectors.joining()) + "\r\n";
    }

    private static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
