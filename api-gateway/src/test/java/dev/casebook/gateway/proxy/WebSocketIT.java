package dev.casebook.gateway.proxy;

import static dev.casebook.gateway.support.WebSockets.accepted;
import static dev.casebook.gateway.support.WebSockets.acceptedFor;
import static dev.casebook.gateway.support.WebSockets.handshake;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.RawClient;
import dev.casebook.gateway.support.WebSockets;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** WebSockets (RFC 6455) through the gateway. */
@QuarkusTest
class WebSocketIT extends GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LIMIT = 8;

    @Test
    @DisplayName("RFC 6455 §4, §5: the handshake passes with what belongs to it, frames as they were written")
    void handshakeAndFramesPassBothWays() throws Exception {
        var received = new CompletableFuture<byte[]>();
        origin().onHead("/socket/chat", (request, connection) -> {
            // In one piece: what comes right behind the answer must not be lost.
            connection.send(accepted("Sec-WebSocket-Protocol: chat", "Content-Length: 0", "Keep-Alive: timeout=5")
                    + new String(WebSockets.FROM_SERVER, StandardCharsets.ISO_8859_1));
            received.complete(connection.in().readNBytes(WebSockets.FROM_CLIENT.length));
        });
        try (var client = connect()) {
            client.send(handshake(
                    "/socket/chat?room=1",
                    "Origin: https://a.example",
                    "Sec-WebSocket-Protocol: chat, talk",
                    "Sec-WebSocket-Extensions: permessage-deflate"));
            var reply = client.replyWithoutBody();
            client.send(WebSockets.FROM_CLIENT);

            assertThat(reply.status()).isEqualTo(101);
            assertThat(reply.headers().all("Upgrade")).containsExactly("websocket");
            assertThat(reply.headers().all("Connection"))
                    .map(String::toLowerCase)
                    .containsExactly("upgrade");
            assertThat(reply.header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(reply.header("Sec-WebSocket-Protocol")).isEqualTo("chat");
            assertThat(reply.headers().lines()).noneMatch(line -> line.matches("(?i)(content-length|keep-alive):.*"));
            assertThat(client.in().readNBytes(WebSockets.FROM_SERVER.length)).isEqualTo(WebSockets.FROM_SERVER);
            assertThat(received.get(60, SECONDS)).isEqualTo(WebSockets.FROM_CLIENT);
        }
        var request = origin().last("/socket/chat").orElseThrow();
        assertThat(request.target()).isEqualTo("/socket/chat?room=1");
        assertThat(request.headers().all("Connection")).map(String::toLowerCase).containsExactly("upgrade");
        assertThat(request.headers().all("Upgrade")).containsExactly("websocket");
        assertThat(request.headers().first("Sec-WebSocket-Key")).contains("dGhlIHNhbXBsZSBub25jZQ==");
        assertThat(request.headers().first("Sec-WebSocket-Protocol")).contains("chat, talk");
        assertThat(request.headers().first("Sec-WebSocket-Extensions")).contains("permessage-deflate");
        assertThat(request.headers().first("Origin")).contains("https://a.example");
        assertThat(request.headers().all("X-Forwarded-For")).hasSize(1);
    }

    @Test
    void clientThatIsNotOursUnderstandsIt() throws Exception {
        origin().onHead("/socket/real", (request, connection) -> {
            connection.send(acceptedFor(request));
            connection.in().readNBytes(WebSockets.FROM_CLIENT.length);
            connection.out().write(WebSockets.FROM_SERVER);
            connection.out().write(WebSockets.GOING_AWAY);
            connection.isEnded();
        });
        var text = new CompletableFuture<String>();
        var closed = new CompletableFuture<Integer>();
        try (var http = HttpClient.newHttpClient()) {
            var socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://localhost:%d/socket/real".formatted(port())), listener(text, closed))
                    .get(60, SECONDS);
            socket.sendText("Hello", true).get(60, SECONDS);

            assertThat(text.get(60, SECONDS)).isEqualTo("Hello");
            assertThat(closed.get(60, SECONDS)).isEqualTo(1001);
        }
    }

    private static WebSocket.Listener listener(CompletableFuture<String> text, CompletableFuture<Integer> closed) {
        return new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                text.complete(data.toString());
                socket.request(1);
                return null;
            }

            @Override
            public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                closed.complete(status);
                return null;
            }
        };
    }

    @Test
    void routeThatHasNoneRefusesPrecisely() {
        var reply = ask(handshake("/open/socket"));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.text()).contains("web-socket-refused");
        assertThat(origin().received("/open/socket")).isEmpty();
    }

    @Test
    void routeThatHasThemTakesOrdinaryRequestsToo() {
        assertThat(ask(get("/socket/ordinary")).status()).isEqualTo(200);
        assertThat(ask(request("POST", "/socket/ordinary", "x", "Connection: Upgrade", "Upgrade: websocket"))
                        .status())
                .isEqualTo(200);
        assertThat(origin().last("/socket/ordinary").orElseThrow().headers().all("Upgrade"))
                .isEmpty();
    }

    @Test
    void tokenIsAskedForFirst() {
        assertThat(ask(handshake("/private-socket/a")).status()).isEqualTo(401);
        assertThat(origin().received("/private-socket/a")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void malformedHandshakeReachesNobody(String what, int status, List<String> headers) {
        var reply = ask("GET /socket/malformed HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + String.join("\r\n", headers) + "\r\n\r\n");

        assertThat(reply.status()).isEqualTo(status);
        if (status == 426) {
            assertThat(reply.header("Sec-WebSocket-Version")).isEqualTo("13");
            assertThat(reply.header("Upgrade")).isEqualTo("websocket");
        }
        assertThat(origin().received("/socket/malformed")).isEmpty();
    }

    static Stream<Arguments> malformedHandshakeReachesNobody() {
        var version = "Sec-WebSocket-Version: 13";
        var key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
        return Stream.of(
                arguments("no version", 426, List.of(key)),
                arguments("another version", 426, List.of("Sec-WebSocket-Version: 8", key)),
                arguments("no key", 400, List.of(version)),
                arguments("two keys", 400, List.of(version, key, key)),
                arguments("a key of 15 bytes", 400, List.of(version, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j")),
                arguments(
                        "a key that is not Base64",
                        400,
                        List.of(version, "Sec-WebSocket-Key: <GhlIHNhbXBsZSBub25jZQ==")),
                arguments("a body", 400, List.of(version, key, "Transfer-Encoding: chunked")));
    }

    @Test
    void refusalOfTheServiceIsPassedOnWhole() {
        origin().onHead(
                        "/socket/refused",
                        (request, connection) -> connection.send(
                                "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 2\r\n\r\nno"));
        try (var client = connect()) {
            var reply = client.send(handshake("/socket/refused")).reply();

            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.header("WWW-Authenticate")).isEqualTo("Basic");
            assertThat(reply.text()).isEqualTo("no");
            assertThat(client.end()).isEqualTo(RawClient.End.CLOSED);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void serviceThatHasNotReadTheHandshakeIsABadGateway(String what, String answer) {
        origin().onHead("/socket/confused", (request, connection) -> connection.send(answer));

        assertThat(ask(handshake("/socket/confused")).status()).isEqualTo(502);
    }

    static Stream<Arguments> serviceThatHasNotReadTheHandshakeIsABadGateway() {
        return Stream.of(
                arguments("another protocol", accepted().replace("websocket", "h2c")),
                arguments("an answer to another key", accepted().replace("s3pPLM", "xxxxxx")),
                arguments("no answer to the key", accepted().replaceAll("Sec-WebSocket-Accept.*\r\n", "")));
    }

    @Test
    @DisplayName("RFC 6455 §4.1: what is sent before the handshake is answered is nobody's request")
    void whatIsSentBeforeTheAnswerEndsTheConnection() {
        origin().onHead("/socket/ahead", (request, connection) -> connection.isEnded());
        try (var client = connect()) {
            client.send(handshake("/socket/ahead"));
            await().atMost(PATIENCE)
                    .until(() -> !origin().received("/socket/ahead").isEmpty());
            client.send(get("/socket/smuggled"));

            assertThat(client.end()).isEqualTo(RawClient.End.RESET);
        }
        assertThat(origin().received("/socket/smuggled")).isEmpty();
    }

    @Test
    void whatTheServiceSaidLastArrivesBeforeTheEnd() throws IOException {
        origin().onHead("/socket/last", (request, connection) -> {
            connection.send(accepted());
            connection.out().write(WebSockets.FROM_SERVER);
            connection.out().write(WebSockets.GOING_AWAY);
            connection.socket().close();
        });
        try (var client = connect()) {
            client.send(handshake("/socket/last"));
            assertThat(client.replyWithoutBody().status()).isEqualTo(101);

            assertThat(client.in().readNBytes(WebSockets.FROM_SERVER.length)).isEqualTo(WebSockets.FROM_SERVER);
            assertThat(client.in().readNBytes(WebSockets.GOING_AWAY.length)).isEqualTo(WebSockets.GOING_AWAY);
            assertThat(client.end()).isEqualTo(RawClient.End.CLOSED);
        }
    }

    @Test
    void clientThatLeavesEndsItForTheService() throws Exception {
        var received = new CompletableFuture<byte[]>();
        origin().onHead("/socket/left", (request, connection) -> {
            connection.send(accepted());
            received.complete(connection.in().readAllBytes());
        });
        try (var client = connect()) {
            client.send(handshake("/socket/left"));
            assertThat(client.replyWithoutBody().status()).isEqualTo(101);
            client.send(WebSockets.FROM_CLIENT);
        }
        assertThat(received.get(60, SECONDS)).isEqualTo(WebSockets.FROM_CLIENT);
    }

    @Test
    @DisplayName("RFC 6455 §7.4.1: both sides are told 1001 when nothing has moved for the route's idle time")
    void silenceEndsItWithAWordToBothSides() throws Exception {
        var received = new CompletableFuture<byte[]>();
        origin().onHead("/impatient-socket/a", (request, connection) -> {
            connection.send(accepted());
            received.complete(connection.in().readAllBytes());
        });
        try (var client = connect()) {
            client.send(handshake("/impatient-socket/a"));
            assertThat(client.replyWithoutBody().status()).isEqualTo(101);

            assertThat(client.in().readNBytes(WebSockets.GOING_AWAY.length)).isEqualTo(WebSockets.GOING_AWAY);
            assertThat(client.end()).isEqualTo(RawClient.End.CLOSED);
        }
        assertThat(unmasked(received.get(60, SECONDS))).isEqualTo(WebSockets.GOING_AWAY);
    }

    /** A frame of a client with a short payload, without its mask. */
    private static byte[] unmasked(byte[] frame) {
        assertThat(frame).hasSize(WebSockets.MASKED_CLOSE);
        return new byte[] {
            frame[0], (byte) (frame[1] & 0x7f), (byte) (frame[6] ^ frame[2]), (byte) (frame[7] ^ frame[3])
        };
    }

    @Test
    void oneTooManyIsToldToComeBackAndOthersGoOn() throws IOException {
        origin().onHead("/socket/many", (request, connection) -> {
            connection.send(accepted());
            connection.in().readNBytes(WebSockets.FROM_CLIENT.length);
            connection.out().write(WebSockets.FROM_SERVER);
            connection.isEnded();
        });
        var open = new ArrayList<RawClient>();
        try {
            // Those of other tests may still be ending.
            await().atMost(PATIENCE).until(() -> isFullWithOneMore(open));
            var reply = ask(handshake("/socket/many"));
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.header("Retry-After")).isEqualTo("1");

            open.getFirst().send(WebSockets.FROM_CLIENT);
            assertThat(open.getFirst().in().readNBytes(WebSockets.FROM_SERVER.length))
                    .isEqualTo(WebSockets.FROM_SERVER);
            assertThat(ask(get("/socket/ordinary")).status()).isEqualTo(200);
        } finally {
            open.forEach(RawClient::close);
        }
        await().atMost(PATIENCE).until(this::isRoomAgain);
    }

    private boolean isFullWithOneMore(List<RawClient> open) {
        var client = connect().send(handshake("/socket/many"));
        if (client.replyWithoutBody().status() == 101) {
            open.add(client);
        } else {
            client.close();
        }
        return open.size() == LIMIT;
    }

    private boolean isRoomAgain() {
        try (var client = connect()) {
            return client.send(handshake("/socket/many")).replyWithoutBody().status() == 101;
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
