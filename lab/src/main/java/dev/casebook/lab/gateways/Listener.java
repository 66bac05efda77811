package dev.casebook.lab.gateways;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port of loopback where requests are answered to the byte: those of each connection one after the other, on a thread of its own. */
public final class Listener implements AutoCloseable {

    /** Answers one request. */
    @FunctionalInterface
    public interface Script {

        /** @param in what comes behind the head */
        void answer(List<String> head, InputStream in, Socket client) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final Script script;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

    /** @param port 0: one that is free */
    public Listener(int port, Script script) {
        this.script = script;
        try {
            socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return socket.getLocalPort();
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
            for (var head = Head.read(in); !head.isEmpty(); head = Head.read(in)) {
                script.answer(head, in, client);
            }
        } catch (IOException gone) {
            // Cut from either side; who was at the other sees that for himself.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            clients.remove(client);
        }
    }

    public boolean isClosed() {
        return socket.isClosed();
    }

    /** As a process that dies: what was not read is not acknowledged. */
    public static void cut(Socket client) throws IOException {
        client.setSoLinger(true, 0);
        client.close();
    }

    /** With all connections. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        clients.forEach(Listener::cutIfOpen);
    }

    private static void cutIfOpen(Socket client) {
        try {
            cut(client);
        } catch (IOException closedMeanwhile) {
            return;
        }
    }
}
