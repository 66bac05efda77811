package dev.casebook.lab.gateways;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The service behind the gateways: it writes down what comes, and answers as a path says, to the byte. */
final class Origin implements AutoCloseable {

    private static final String READY = "/q/health/ready";
    private static final String FINE = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final Listener listener;
    private final Map<String, String> answers;
    private final List<Received> received = new ArrayList<>();

    /** @param answers by path; {@code 200} for any other */
    Origin(Map<String, String> answers) {
        this.answers = answers;
        this.listener = new Listener(0, this::answer);
    }

    int port() {
        return listener.port();
    }

    /** What came since the last call, without the questions after its health. */
    synchronized List<Received> take() {
        var taken = List.copyOf(received);
        received.clear();
        return taken;
    }

    private void answer(List<String> head, InputStream in, Socket client) throws IOException {
        var request = new Received(head.getFirst(), head.subList(1, head.size()));
        if (!request.target().equals(READY)) {
            note(request);
        }
        if (request.values("Expect").findAny().isPresent()) {
            client.getOutputStream().write(Head.bytes("HTTP/1.1 100 Continue\r\n\r\n"));
        }
        try {
            Head.skipBody(in, request.fields());
        } catch (NumberFormatException nobodyCanReadIt) {
            // A gateway passed it on; it was written down before.
            throw new IOException(nobodyCanReadIt);
        }
        client.getOutputStream().write(Head.bytes(answers.getOrDefault(request.target(), FINE)));
    }

    private synchronized void note(Received request) {
        received.add(request);
    }

    @Override
    public void close() {
        listener.close();
    }
}
