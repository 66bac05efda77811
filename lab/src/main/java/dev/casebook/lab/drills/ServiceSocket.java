package dev.casebook.lab.drills;

import dev.casebook.lab.gateways.Head;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** The service's end of a WebSocket (RFC 6455), for texts of a few characters that the client sends back. */
record ServiceSocket(InputStream in, OutputStream out) {

    private static final String KEY = "sec-websocket-key:";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int LAST_TEXT = 0x81;
    private static final int LAST_CLOSE = 0x88;
    private static final byte[] NORMAL = {3, (byte) 0xe8};
    private static final int MASK_BYTES = 4;
    private static final int LENGTH = 0x7f;

    static ServiceSocket accept(List<String> head, InputStream in, OutputStream out) throws IOException {
        var key = head.stream()
                .filter(line -> line.regionMatches(true, 0, KEY, 0, KEY.length()))
                .map(line -> line.substring(KEY.length()).strip())
                .findFirst()
                .orElseThrow(() -> new IOException("no handshake"));
        out.write(Head.bytes(
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n"
                        .formatted(digest(key))));
        return new ServiceSocket(in, out);
    }

    private static String digest(String key) {
        try {
            var sha1 = MessageDigest.getInstance("SHA-1").digest(Head.bytes(key + GUID));
            return Base64.getEncoder().encodeToString(sha1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IOException also when something else comes back */
    void exchange(String text) throws IOException {
        write(LAST_TEXT, Head.bytes(text));
        var back = read(LAST_TEXT);
        if (!back.equals(text)) {
            throw new IOException("%s came back for %s".formatted(back, text));
        }
    }

    /** In good order. */
    void close() throws IOException {
        write(LAST_CLOSE, NORMAL);
        read(LAST_CLOSE);
    }

    private void write(int first, byte[] payload) throws IOException {
        var frame = new byte[2 + payload.length];
        frame[0] = (byte) first;
        frame[1] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 2, payload.length);
        out.write(frame);
    }

    private String read(int first) throws IOException {
        if (in.read() != first) {
            throw new EOFException("no such frame");
        }
        int length = in.read() & LENGTH;
        var mask = in.readNBytes(MASK_BYTES);
        var payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % MASK_BYTES];
        }
        return new String(payload, StandardCharsets.ISO_8859_1);
    }
}
