package dev.casebook.lab.drills;

import dev.casebook.lab.gateways.Head;
import dev.casebook.lab.gateways.Listener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/** The service behind streams: it sends numbered pieces until it is told to end them, each in good order. */
final class StreamService implements AutoCloseable {

    static final String EVENTS = "/events";
    static final String DOWNLOAD = "/download";
    static final String SOCKET = "/socket";

    private static final Duration BETWEEN_PIECES = Duration.ofMillis(250);
    private static final byte[] FINE = Head.bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: %s\r\n\r\n";

    private final Listener listener = new Listener(0, this::answer);
    private volatile boolean ending;

    int port() {
        return listener.port();
    }

    String address() {
        return "127.0.0.1:%1$d/%1$d".formatted(port());
    }

    /** Each stream gets its last piece instead of the next. */
    void end() {
        ending = true;
    }

    private void answer(List<String> head, InputStream in, Socket client) throws IOException, InterruptedException {
        var out = client.getOutputStream();
        var line = head.getFirst().split(" ");
        if (line.length < 2) {
            throw new IOException("not HTTP/1.1: " + head.getFirst());
        }
        switch (line[1]) {
            case EVENTS -> {
                out.write(Head.bytes(CHUNKED.formatted("text/event-stream")));
                pieces(piece -> chunk(out, "data: %s\n\n".formatted(piece)));
                out.write(Head.bytes("0\r\n\r\n"));
            }
            case DOWNLOAD -> {
                out.write(Head.bytes(CHUNKED.formatted("text/plain")));
                pieces(piece -> chunk(out, piece + "\n"));
                out.write(Head.bytes("0\r\n\r\n"));
            }
            case SOCKET -> {
                var frames = ServiceSocket.accept(head, in, out);
                pieces(frames::exchange);
                frames.close();
            }
            default -> out.write(FINE);
        }
    }

    @FunctionalInterface
    private interface Sender {
        void send(String piece) throws IOException;
    }

    private void pieces(Sender to) throws IOException, InterruptedException {
        for (int number = 1; !ending; number++) {
            to.send(Integer.toString(number));
            Thread.sleep(BETWEEN_PIECES);
        }
        to.send(OpenStream.END);
    }

    private static void chunk(OutputStream out, String text) throws IOException {
        out.write(Head.bytes("%x\r\n%s\r\n".formatted(text.length(), text)));
    }

    @Override
    public void close() {
        listener.close();
    }
}
