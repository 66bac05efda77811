package dev.casebook.lab.gateways;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** Sends a request to the byte and reads what comes of it. */
final class Client {

    private static final int ANSWER_MILLIS = 5_000;
    private static final int END_MILLIS = 300;
    private static final int CONTINUE = 100;
    private static final int FIRST_FINAL = 200;

    private final int port;

    Client(int port) {
        this.port = port;
    }

    /**
     * @param rest what is sent only when 100 (Continue) has come, or the final answer
     */
    Answer send(String request, String rest) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write(Head.bytes(request));
            var in = new BufferedInputStream(socket.getInputStream());
            var statuses = new ArrayList<Integer>();
            List<String> head = List.of();
            do {
                head = Head.read(in);
                if (head.isEmpty()) {
                    return new Answer(statuses, List.of(), true);
                }
                statuses.add(Integer.parseInt(head.getFirst().split(" ")[1]));
                if (statuses.getLast() == CONTINUE) {
                    socket.getOutputStream().write(Head.bytes(rest));
                }
            } while (statuses.getLast() < FIRST_FINAL);
            var fields = head.subList(1, head.size());
            return new Answer(statuses, fields, ends(socket, in, fields));
        } catch (SocketTimeoutException nobody) {
            return new Answer(List.of(), List.of(), false);
        } catch (IOException reset) {
            return new Answer(List.of(), List.of(), true);
        }
    }

    private static boolean ends(Socket socket, InputStream in, List<String> fields) throws IOException {
        socket.setSoTimeout(END_MILLIS);
        try {
            Head.skipBody(in, fields);
            return in.read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException | NumberFormatException unreadable) {
            return true;
        }
    }
}
