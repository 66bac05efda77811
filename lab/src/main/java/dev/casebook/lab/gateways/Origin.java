package dev.casebook.lab.gateways;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The service behind the gateways: it writes down what comes, and answers as a path says, to the byte. */
final class Origin implements AutoCloseable {

    private static final String READY = "/q/health/ready";
    private static final String FINE = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final ServerSocket socket;
    private final Map<String, String> answers;
    private final List<Received> received = new ArrayList<>();

    /** @param answers by path; {@code 200} for any other */
    Origin(Map<String, String> answers) {
        this.answers = answers;
        try {
            socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("origin").start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** What came since the last call, without the questions after its health. */
    synchronized List<Received> take() {
        var taken = List.copyOf(received);
        received.clear();
        return taken;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            var in = new BufferedInputStream(client.getInputStream());
            for (var head = Head.read(in); !head.isEmpty(); head = Head.read(in)) {
                var request = new Received(head.getFirst(), head.subList(1, head.size()));
                if (!request.target().equals(READY)) {
                    note(request);
                }
                if (request.values("Expect").findAny().isPresent()) {
                    client.getOutputStream().write(Head.bytes("HTTP/1.1 100 Continue\r\n\r\n"));
                }
                Head.skipBody(in, request.fields());
                client.getOutputStream().write(Head.bytes(answers.getOrDefault(request.target(), FINE)));
            }
        } catch (IOException | NumberFormatException gone) {
            // A gateway that breaks off, or passes on what nobody can read: it was written down before.
        }
    }

    private synchronized void note(Received request) {
        received.add(request);
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
