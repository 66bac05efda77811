package dev.casebook.local.e2e;

import dev.casebook.local.e2e.Http.Answer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** A request that is in flight: all but its last byte is sent. */
final class SlowRequest implements AutoCloseable {

    private final Socket socket;
    private final byte lastByte;

    SlowRequest(String method, URI uri, Map<String, String> headers, String body, Duration limit) throws IOException {
        var bytes = Http.request(method, uri, headers, body);
        lastByte = bytes[bytes.length - 1];
        socket = Http.connect(uri, limit);
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(Arrays.copyOf(bytes, bytes.length - 1));
    }

    /** Sends the last byte. */
    Answer finish() throws IOException {
        socket.getOutputStream().write(lastByte);
        return Http.parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
