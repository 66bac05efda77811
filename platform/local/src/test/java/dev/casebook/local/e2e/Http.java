package dev.casebook.local.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One request on one connection, by hand: a real client library repeats a request whose connection broke, and then nobody could say how many
 * requests were sent.
 */
final class Http {

    private static final int CONNECT_MILLIS = 2_000;

    record Answer(int status, Map<String, String> headers, String body) {}

    private Http() {}

    static Answer get(URI uri, Duration limit) throws IOException {
        return send("GET", uri, Map.of(), "", limit);
    }

    static Answer send(String method, URI uri, Map<String, String> headers, String body, Duration limit)
            throws IOException {
        try (var socket = connect(uri, limit)) {
            socket.getOutputStream().write(request(method, uri, headers, body));
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** @param limit for each wait for what it answers */
    static Socket connect(URI uri, Duration limit) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), CONNECT_MILLIS);
            socket.setSoTimeout((int) limit.toMillis());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    static byte[] request(String method, URI uri, Map<String, String> headers, String body) {
        var head = new StringBuilder("%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Length: %d\r\n"
                .formatted(method, uri.getRawPath(), uri.getAuthority(), body.getBytes(StandardCharsets.UTF_8).length));
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return (head + "\r\n" + body).getBytes(StandardCharsets.UTF_8);
    }

    static Answer parse(String answer) throws IOException {
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("the connection ended before an answer");
        }
        var lines = answer.substring(0, end).split("\r\n");
        var headers = new TreeMap<String, String>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        int status = Integer.parseInt(lines[0].split(" ")[1]);
        var body = answer.substring(end + 4);
        return new Answer(status, headers, headers.containsKey("transfer-encoding") ? unchunked(body) : body);
    }

    private static String unchunked(String body) {
        var text = new StringBuilder();
        for (int at = 0; ; ) {
            int line = body.indexOf("\r\n", at);
            int length = Integer.parseInt(body.substring(at, line).strip(), 16);
            if (length == 0) {
                return text.toString();
            }
            text.append(body, line + 2, line + 2 + length);
            at = line + 2 + length + 2;
        }
    }
}
