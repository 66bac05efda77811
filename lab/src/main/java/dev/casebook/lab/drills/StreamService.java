package dev.casebook.lab.drills;

import dev.casebook.lab.gateways.Head;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The service behind streams: it sends numbered pieces until it is told to end them, each in good order. */
final class StreamService implements AutoCloseable {

    static final String EVENTS = "/events";
    static final String DOWNLOAD = "/download";
    static final String SOCKET = "/socket";

    private static final Duration BETWEEN_PIECES = Duration.ofMillis(250);
    private static final byte[] FINE = Head.bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: %s\r\n\r\n";

    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final ServerSocket socket;
    private volatile boolean ending;

    StreamService() {
        try {
            socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    String address() {
        return "127.0.0.1:%1$d/%1$d".formatted(port());
    }

    /** Each stream gets its last piece instead of the next. */
    void end() {
        ending = true;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var client = socket.accept();
                clients.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            var in = new BufferedInputStream(client.getInputStream());
            var out = client.getOutputStream();
            for (var head = Head.read(in); !head.isEmpty(); head = Head.read(in)) {
                answer(head, in, out);
            }
        } catch (IOException gone) {
            // Whose stream it was sees that for itself.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            clients.remove(client);
        }
    }

    private void answer(List<String> head, InputStream in, OutputStream out) throws IOException, InterruptedException {
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
        try {
            socket.close();
            for (var client : clients) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
