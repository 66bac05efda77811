package dev.casebook.lab.drills;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A hundred streams through a gateway, of four kinds. */
final class OpenStreams implements AutoCloseable {

    private static final int EACH = 25;

    static final int COUNT = EACH * OpenStream.Kind.values().length;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String EVENT = "data: ";
    private static final int OK = 200;

    private final int port;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final Http2Streams http2;
    private final List<OpenStream> all = new ArrayList<>();

    /** @param port of the gateway */
    OpenStreams(int port) throws InterruptedException {
        this.port = port;
        this.http2 = new Http2Streams(port);
        for (var kind : OpenStream.Kind.values()) {
            for (int i = 0; i < EACH; i++) {
                all.add(open(kind));
            }
        }
    }

    private OpenStream open(OpenStream.Kind kind) {
        var stream = new OpenStream(kind);
        switch (kind) {
            case SOCKET ->
                client.newWebSocketBuilder()
                        .buildAsync(uri("ws", StreamService.SOCKET), new Echo(stream))
                        .whenComplete((_, failure) ->
                                Optional.ofNullable(failure).ifPresent(why -> stream.ended(why.toString())));
            case EVENTS -> Thread.ofVirtual().start(() -> read(StreamService.EVENTS, stream));
            case DOWNLOAD -> Thread.ofVirtual().start(() -> read(StreamService.DOWNLOAD, stream));
            case HTTP2 -> http2.open(StreamService.EVENTS, stream);
        }
        return stream;
    }

    private URI uri(String scheme, String path) {
        return URI.create("%s://127.0.0.1:%d%s".formatted(scheme, port, path));
    }

    private void read(String path, OpenStream stream) {
        try {
            var response = client.send(HttpRequest.newBuilder(uri("http", path)).build(), BodyHandlers.ofLines());
            if (response.statusCode() == OK) {
                response.body().forEach(line -> line(line, stream));
            }
            stream.ended("status %d, ended".formatted(response.statusCode()));
        } catch (IOException | UncheckedIOException e) {
            stream.ended(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of a text, or of events. */
    static void line(String line, OpenStream stream) {
        var piece = line.startsWith(EVENT) ? line.substring(EVENT.length()) : line;
        if (!piece.isEmpty()) {
            stream.piece(piece);
        }
    }

    /** Sends each piece back, which the service waits for. */
    private record Echo(OpenStream stream) implements WebSocket.Listener {

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            stream.piece(text.toString());
            return socket.sendText(text, last).whenComplete((_, failure) -> {
                if (failure != null) {
                    // Nobody else would tell: what comes next was not asked for.
                    stream.ended(failure.toString());
                }
                socket.request(1);
            });
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            stream.ended("closed with %d".formatted(status));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            stream.ended(failure.toString());
        }
    }

    /** @return whether each has begun, or ended */
    boolean awaitBegun() throws InterruptedException {
        return await(OpenStream::begun);
    }

    boolean awaitOver() throws InterruptedException {
        return await(OpenStream::over);
    }

    private boolean await(Function<OpenStream, CountDownLatch> what) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (var each : all) {
            if (!what.apply(each).await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return false;
            }
        }
        return true;
    }

    int count() {
        return all.size();
    }

    /** A line for each that was cut, lacks a piece or has not ended. */
    List<String> faults() {
        return all.stream().flatMap(each -> each.fault().stream()).toList();
    }

    /** How many pieces have come, by kind. */
    Map<OpenStream.Kind, Long> pieces() {
        var pieces = new EnumMap<OpenStream.Kind, Long>(OpenStream.Kind.class);
        all.forEach(each -> pieces.merge(each.kind(), each.pieces(), Long::sum));
        return pieces;
    }

    @Override
    public void close() {
        client.shutdownNow();
        http2.close();
    }
}
