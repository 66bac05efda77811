package dev.casebook.gateway.support;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly the bytes that a test wants. */
public final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;

    /** How a connection ended. */
    public enum End {
        CLOSED,
        RESET
    }

    private final Socket socket;
    private final InputStream in;

    public RawClient(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param receiveBuffer in bytes: how much the system takes for a client that does not read */
    public RawClient(int port, int receiveBuffer) {
        try {
            socket = new Socket();
            socket.setReceiveBufferSize(receiveBuffer);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            in = socket.getInputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param connected it is closed with this */
    public RawClient(Socket connected) {
        try {
            socket = connected;
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RawClient send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Reply reply() {
        return reply(false);
    }

    /** The answer to HEAD, or to anything else that has no body. */
    public Reply replyWithoutBody() {
        return reply(true);
    }

    private Reply reply(boolean bodyless) {
        try {
            var head = HeadReader.head(in);
            if (head.isEmpty()) {
                throw new EOFException("the connection was closed without an answer");
            }
            var headers = new Headers(head.subList(1, head.size()));
            int status = Integer.parseInt(head.getFirst().split(" ")[1]);
            var body = bodyless || status < 200 ? new byte[0] : HeadReader.body(in, headers);
            return new Reply(status, headers, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public InputStream in() {
        return in;
    }

    /** Reads until the connection ends. */
    public End end() {
        try {
            in.transferTo(OutputStream.nullOutputStream());
            return End.CLOSED;
        } catch (SocketException e) {
            return End.RESET;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves as a browser does whose tab is closed. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
