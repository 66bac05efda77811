package dev.casebook.gateway.support;

import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A real server that records what reaches it, byte for byte, and answers what a test tells it to. It reads one request after the other from a
 * connection; a {@link Script} may take the connection over.
 */
public final class Origin implements AutoCloseable {

    /** What to do with a request. */
    @FunctionalInterface
    public interface Script {
        void answer(Recorded request, Connection connection) throws IOException;
    }

    /** The connection that a request came on. */
    public record Connection(Socket socket, InputStream in, OutputStream out) {

        public void send(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        /** Ends it so that the other side sees a reset. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** @return whether the other side has ended the connection; waits for that, or for data */
        public boolean isEnded() {
            try {
                return in.read() < 0;
            } catch (IOException e) {
                return true;
            }
        }
    }

    private static final Script OK = (request, connection) ->
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n%s"
                    .formatted(request.requestLine().startsWith("HEAD ") ? "" : "ok"));

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Map<String, Script> headScripts = new ConcurrentHashMap<>();
    private final List<Recorded> recorded = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final List<SocketChannel> waiting = new CopyOnWriteArrayList<>();
    private volatile ServerSocket listener;

    public Origin() {
        listener = listen(0);
        port = listener.getLocalPort();
        serve(listener);
    }

    public int port() {
        return port;
    }

    /** @param path without the query */
    public void on(String path, Script script) {
        scripts.put(path, script);
    }

    /** The script gets the request before its body, and must not return before it has done all. */
    public void onHead(String path, Script script) {
        headScripts.put(path, script);
    }

    public void on(String path, String answer) {
        on(path, (request, connection) -> connection.send(answer));
    }

    /** Requests whose target is this path, with or without a query. */
    public List<Recorded> received(String path) {
        return recorded.stream()
                .filter(each -> path.equals(path(each.target())))
                .toList();
    }

    public Optional<Recorded> last(String path) {
        return received(path).stream().reduce((first, second) -> second);
    }

    /** From now on connections are refused; open ones are reset. */
    public void stop() {
        try {
            listener.close();
            for (var connection : connections) {
                connection.setSoLinger(true, 0);
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * As a server that ends in good order: connections are refused, and open ones closed once they are idle. Returns when the other side has
     * closed them too, so that no request can be on its way over one of them.
     */
    public void leave() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connections.forEach(Origin::endOutput);
        await().atMost(PATIENCE).until(connections::isEmpty);
    }

    private static void endOutput(Socket connection) {
        try {
            connection.shutdownOutput();
        } catch (IOException alreadyClosed) {
            // By the other side: just what is wanted.
            return;
        }
    }

    /**
     * As a host that has vanished: open connections are reset, and others neither taken nor refused. That is what the system does while nobody takes the
     * few that fill its queue.
     */
    public void vanish() {
        stop();
        // A listener that is closed while a thread waits in it is gone only when the thread is.
        listener = await().atMost(PATIENCE)
                .ignoreException(UncheckedIOException.class)
                .until(() -> listen(port, 1), Objects::nonNull);
        for (int i = 0; i < 4; i++) {
            waiting.add(connecting(listener.getLocalSocketAddress()));
        }
    }

    private static SocketChannel connecting(SocketAddress to) {
        try {
            var channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.connect(to);
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens again, on the same port, as after {@link #stop} or {@link #vanish}. */
    public void restart() {
        try {
            listener.close();
            for (var each : waiting) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        waiting.clear();
        listener = listen(port);
        serve(listener);
    }

    @Override
    public void close() {
        stop();
    }

    private static ServerSocket listen(int port) {
        return listen(port, 1024);
    }

    private static ServerSocket listen(int port, int queue) {
        try {
            var socket = new ServerSocket();
            try {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), queue);
                return socket;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(ServerSocket on) {
        Thread.ofVirtual().start(() -> {
            while (!on.isClosed()) {
                try {
                    var socket = on.accept();
                    connections.add(socket);
                    Thread.ofVirtual().start(() -> converse(socket));
                } catch (SocketException closed) {
                    return;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }

    private void converse(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            var connection = new Connection(socket, in, socket.getOutputStream());
            for (var head = HeadReader.head(in); !head.isEmpty(); head = HeadReader.head(in)) {
                answer(head, connection);
            }
        } catch (IOException brokenByTheOtherSide) {
            // Each test looks at its own side.
            return;
        } finally {
            connections.remove(socket);
        }
    }

    private void answer(List<String> head, Connection connection) throws IOException {
        var headers = new Headers(head.subList(1, head.size()));
        var path = path(head.getFirst().split(" ")[1]);
        var early = headScripts.get(path);
        if (early != null) {
            var request = new Recorded(head.getFirst(), headers, new byte[0]);
            recorded.add(request);
            early.answer(request, connection);
            return;
        }
        var request = new Recorded(head.getFirst(), headers, HeadReader.body(connection.in(), headers));
        recorded.add(request);
        scripts.getOrDefault(path, OK).answer(request, connection);
    }

    private static String path(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}
