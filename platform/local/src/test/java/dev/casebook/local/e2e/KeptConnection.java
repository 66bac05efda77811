package dev.casebook.local.e2e;

import dev.casebook.local.e2e.Http.Answer;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection for one request after the other, which nothing reopens behind the back of a test. */
final class KeptConnection implements AutoCloseable {

    private static final int CONNECT_MILLIS = 2_000;
    private static final int ANSWER_MILLIS = 20_000;
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final Socket socket = new Socket();
    private final String host;

    KeptConnection(URI server) throws IOException {
        host = server.getAuthority();
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), CONNECT_MILLIS);
        socket.setSoTimeout(ANSWER_MILLIS);
        socket.setTcpNoDelay(true);
    }

    Answer get(String path) throws IOException {
        var request = "GET %s HTTP/1.1\r\nHost: %s%s".formatted(path, host, END_OF_HEAD);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        var in = socket.getInputStream();
        var head = Http.parse(head(in));
        var body = in.readNBytes(Integer.parseInt(head.headers().getOrDefault("content-length", "0")));
        return new Answer(head.status(), head.headers(), new String(body, StandardCharsets.UTF_8));
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith(END_OF_HEAD)) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("the connection ended after %d bytes of a head".formatted(head.size()));
            }
            head.write(c);
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
