package dev.casebook.gateway.proxy;

import static dev.casebook.gateway.support.Http2Client.CONTINUATION;
import static dev.casebook.gateway.support.Http2Client.DATA;
import static dev.casebook.gateway.support.Http2Client.END_HEADERS;
import static dev.casebook.gateway.support.Http2Client.END_STREAM;
import static dev.casebook.gateway.support.Http2Client.GOAWAY;
import static dev.casebook.gateway.support.Http2Client.HEADERS;
import static dev.casebook.gateway.support.Http2Client.PING;
import static dev.casebook.gateway.support.Http2Client.RST_STREAM;
import static dev.casebook.gateway.support.Http2Client.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.Http2Client;
import dev.casebook.gateway.support.RawClient;
import dev.casebook.gateway.support.TlsClient;
import io.netty.handler.codec.http2.Http2Error;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.EOFException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that speak HTTP/2 (RFC 9113): as strict as with HTTP/1.1, and no stream is another's trouble. */
@QuarkusTest
class Http2IT extends GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WINDOW = 65_535;

    @Inject
    Capacity capacity;

    private Http2Client connect2() {
        return new Http2Client(connect());
    }

    @Test
    void requestInTheClearIsAnswered() {
        try (var client = connect2()) {
            var reply = client.get(1, "/open/h2?a=b").reply(1);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text()).isEqualTo("ok");
            assertThat(reply.header("via")).isEqualTo("1.1 casebook");
            assertThat(reply.headers().all("connection")).isEmpty();
        }
        var request = origin().last("/open/h2").orElseThrow();
        assertThat(request.requestLine()).isEqualTo("GET /open/h2?a=b HTTP/1.1");
        assertThat(request.headers().all("Host")).containsExactly("gateway.test");
        assertThat(request.headers().all("Via")).containsExactly("2.0 casebook");
        assertThat(request.headers().all("X-Forwarded-Host")).containsExactly("gateway.test");
        assertThat(request.headers().all("X-Forwarded-Proto")).containsExactly("http");
    }

    @Test
    void requestOverTlsIsAnswered() {
        try (var tls = TlsClient.connectSpeaking("h2", tlsPort(), "a.test");
                var client = new Http2Client(tls.http())) {
            var reply = client.get(1, "/open/h2-tls").reply(1);

            assertThat(reply.text()).isEqualTo("ok");
            assertThat(reply.header("strict-transport-security")).isEqualTo("max-age=86400");
        }
        assertThat(origin().last("/open/h2-tls").orElseThrow().headers().all("X-Forwarded-Proto"))
                .containsExactly("https");
    }

    @Test
    void clientThatHasChosenHttp2AndSpeaksAnotherIsCutOff() {
        try (var tls = TlsClient.connectSpeaking("h2", tlsPort(), "a.test")) {
            tls.http().send(get("/open/h2-broken-promise"));

            tls.http().end();
        }
        assertThat(origin().received("/open/h2-broken-promise")).isEmpty();
    }

    @Test
    void clientThatHasChosenHttp1AndSpeaksHttp2IsRefused() {
        try (var tls = TlsClient.connect(tlsPort(), "a.test")) {
            assertThat(tls.http()
                            .send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
                            .reply()
                            .status())
                    .isEqualTo(505);
        }
    }

    @Test
    void upgradeFromHttp1IsNotTaken() {
        var reply = ask(get(
                "/open/h2c-upgrade",
                "Connection: Upgrade, HTTP2-Settings",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABkAAQAAP__"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(origin().last("/open/h2c-upgrade").orElseThrow().headers().all("HTTP2-Settings"))
                .isEmpty();
    }

    @Test
    void bodiesPassBothWays() {
        origin().on(
                        "/open/h2-echo",
                        (request, connection) -> connection.send(
                                "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
                                        .formatted(request.body().length, request.bodyText())));
        try (var client = connect2()) {
            client.head(1, 0, "POST", "/open/h2-echo").data(1, 0, "hello ").data(1, END_STREAM, "there");

            var reply = client.reply(1);
            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.text()).isEqualTo("hello there");
            assertThat(reply.headers().all("transfer-encoding")).isEmpty();

            client.head(3, 0, "POST", "/open/h2-echo", "content-length: 5").data(3, END_STREAM, "again");
            assertThat(client.reply(3).text()).isEqualTo("again");
        }
        assertThat(origin().last("/open/h2-echo").orElseThrow().headers().all("Content-Length"))
                .containsExactly("5");
    }

    @Test
    void cookiesThatCameApartAreJoined() {
        try (var client = connect2()) {
            client.get(1, "/open/h2-cookies", "cookie: a=1", "cookie: b=2").reply(1);
        }
        assertThat(origin().last("/open/h2-cookies").orElseThrow().headers().all("Cookie"))
                .containsExactly("a=1; b=2");
    }

    @Test
    void hostWithoutAuthorityCounts() {
        try (var client = connect2()) {
            client.fields(1, END_STREAM, ":method: GET", ":scheme: http", ":path: /open/h2-host", "host: other.test:81")
                    .reply(1);
        }
        assertThat(origin().last("/open/h2-host").orElseThrow().headers().all("Host"))
                .containsExactly("other.test:81");
    }

    @Test
    void pathIsBroughtToItsNormalForm() {
        try (var client = connect2()) {
            assertThat(client.get(1, "/x/../open/%68%32-path").reply(1).status())
                    .isEqualTo(200);
            assertThat(client.get(3, "/open/%2e%2e%2fh2-path").reply(3).status())
                    .isEqualTo(400);
            assertThat(client.get(5, "/open/" + "x".repeat(9_000)).reply(5).status())
                    .isEqualTo(414);
        }
        assertThat(origin().received("/open/h2-path")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // RFC 9113 §8.2.2
                "connection: close",
                "keep-alive: timeout=5",
                "proxy-connection: close",
                "transfer-encoding: chunked",
                "upgrade: h2c",
                "te: gzip",
                // §8.3.1
                "host: other.test",
                // §8.2.1
                "X-Upper: a",
                "x y: a",
                "x-line: a\r\nX-Smuggled: b",
                "x-zero: a\0b",
                "x-blank:  a",
                // §8.3
                ":path: /open/h2-malformed",
                ":unknown: a",
                ":status: 200",
                // §8.1.1
                "content-length: 5",
                "content-length: +0",
            })
    void malformedRequestEndsItsStreamAndNothingReachesTheService(String field) {
        try (var client = connect2()) {
            client.get(1, "/open/h2-malformed", field);

            assertThat(client.await(RST_STREAM, 1).code()).isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
            assertThat(client.get(3, "/open/h2-after").reply(3).status()).isEqualTo(200);
        }
        assertThat(origin().received("/open/h2-malformed")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":path: http://other.test/open/h2-malformed|:authority: gateway.test",
                ":path: *|:authority: gateway.test",
                ":path: /open/h2-malformed|x: no host",
                ":path: /open/h2-malformed|host: a.test|host: b.test",
                ":path: /open/h2-malformed|:authority: user@gateway.test",
                ":path: /open/h2-malformed|:authority: gate way.test",
            })
    void malformedTargetEndsItsStreamAndNothingReachesTheService(String fields) {
        try (var client = connect2()) {
            var head = Arrays.asList((":method: GET|:scheme: http|" + fields).split("\\|"));
            client.fields(1, END_STREAM, head.toArray(String[]::new));

            assertThat(client.await(RST_STREAM, 1).code()).isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
        }
        assertThat(origin().received("/open/h2-malformed")).isEmpty();
    }

    /** RFC 9113 §8.1.1. */
    @Test
    void bodyThatIsNotAsLongAsItSaysReachesNobodyWhole() {
        try (var client = connect2()) {
            client.head(1, 0, "POST", "/open/h2-length", "content-length: 3").data(1, END_STREAM, "ab");

            assertThat(client.await(RST_STREAM, 1).code()).isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
            assertThat(client.get(3, "/open/h2-after").reply(3).status()).isEqualTo(200);
        }
        assertThat(origin().received("/open/h2-length")).isEmpty();
    }

    @Test
    void headThatIsTooLongIsRefused() {
        try (var client = connect2()) {
            client.send(
                    HEADERS,
                    END_STREAM,
                    1,
                    Http2Client.block(":method: GET", ":scheme: http", ":path: /", "x-long: " + "x".repeat(9_000)));
            client.send(CONTINUATION, END_HEADERS, 1, Http2Client.block("x-longer: " + "x".repeat(9_000)));

            assertThat(client.reply(1).status()).isEqualTo(431);
        }
    }

    /** A head that never ends (CVE-2024-27316 and its like). */
    @Test
    void endlessHeadEndsTheConnection() {
        try (var client = connect2()) {
            // No other frame may come between; so the settings are done with first.
            client.get(1, "/open/h2-before").reply(1);
            assertEnds(client, () -> {
                client.send(HEADERS, END_STREAM, 3, Http2Client.block(":method: GET"));
                for (int i = 0; i < 100_000; i++) {
                    client.send(CONTINUATION, 0, 3, Http2Client.block("x-more: " + "x".repeat(100)));
                }
            });
        }
    }

    /** CVE-2023-44487. */
    @Test
    void clientThatCallsOffOneRequestAfterTheOtherIsCutOff() {
        try (var client = connect2()) {
            assertEnds(client, () -> {
                for (int stream = 1; stream < 100_000; stream += 2) {
                    client.get(stream, "/open/h2-rapid").reset(stream, (int) Http2Error.CANCEL.code());
                }
            });
        }
    }

    private static void assertEnds(Http2Client client, Runnable flood) {
        var sending = Thread.ofVirtual().start(() -> {
            try {
                flood.run();
            } catch (UncheckedIOException cutOff) {
                return;
            }
        });
        try {
            assertThat(client.await(GOAWAY, 0).reason()).isEqualTo((int) Http2Error.ENHANCE_YOUR_CALM.code());
            client.end();
        } catch (UncheckedIOException e) {
            // What has been read no more makes the end a reset, and the word may be lost with it (RFC 9112 §9.6).
            assertThat(e.getCause()).isInstanceOfAny(SocketException.class, EOFException.class);
        }
        await().atMost(PATIENCE).until(() -> !sending.isAlive());
    }

    /** A frame of one byte takes many times that; and as many as fit into a window would be held. */
    @Test
    void bodyInTooManyPiecesThatNobodyTakesIsRefused() {
        var end = new CountDownLatch(1);
        origin().onHead("/open/h2-pieces", (request, connection) -> pass(end));
        try (var client = connect2()) {
            client.head(1, 0, "POST", "/open/h2-pieces");

            assertThat(codeOfReset(client)).isEqualTo((int) Http2Error.ENHANCE_YOUR_CALM.code());
            assertThat(client.get(3, "/open/h2-after").reply(3).status()).isEqualTo(200);
        } finally {
            end.countDown();
        }
    }

    /** Sends on stream 1: much until the service's system takes no more, then little. */
    private static int codeOfReset(Http2Client client) {
        var large = "x".repeat(16_000);
        int window = WINDOW;
        while (true) {
            if (window > 2 * large.length()) {
                window -= large.length();
                client.data(1, 0, large);
            }
            for (int i = 0; i < 50 && window > 0; i++, window--) {
                client.data(1, 0, "x");
            }
            // What was said before it has come when it comes back.
            client.send(PING, 0, 0, new byte[8]);
            for (var frame = client.next(); frame.type() != PING; frame = client.next()) {
                if (frame.type() == RST_STREAM) {
                    return frame.code();
                }
                if (frame.type() == WINDOW_UPDATE && frame.stream() == 1) {
                    window += frame.more();
                }
            }
        }
    }

    @Test
    void requestTooManyAtOnceIsRefusedAndMayComeAgain() {
        var end = new CountDownLatch(1);
        origin().on("/open/h2-many", (request, connection) -> {
            pass(end);
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        try (var client = connect2()) {
            for (int i = 0; i <= 100; i++) {
                client.get(2 * i + 1, "/open/h2-many");
            }
            assertThat(client.await(RST_STREAM, 201).code()).isEqualTo((int) Http2Error.REFUSED_STREAM.code());
            end.countDown();
            assertThat(client.reply(1).status()).isEqualTo(200);
            assertThat(client.reply(199).status()).isEqualTo(200);
        } finally {
            end.countDown();
        }
    }

    @Test
    void answerThatIsNotReadHoldsUpNoOther() {
        origin().on(
                        "/open/h2-long",
                        (request, connection) -> connection.send(
                                "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(1_000_000)));
        try (var client = new Http2Client(connect(), Http2Client.noWindow())) {
            client.window(0, 1 << 24);
            client.get(1, "/open/h2-long").await(HEADERS, 1);

            for (int stream = 3; stream < 20; stream += 2) {
                client.get(stream, "/open/h2-short").window(stream, WINDOW);
                assertThat(client.reply(stream).text()).isEqualTo("ok");
            }

            client.window(1, 1 << 24);
            int received = 0;
            var frame = client.await(DATA, 1);
            while ((frame.flags() & END_STREAM) == 0) {
                received += frame.payload().length;
                frame = client.await(DATA, 1);
            }
            assertThat(received + frame.payload().length).isEqualTo(1_000_000);
        }
    }

    /** So a body that no service takes, which stays in the window of its stream, holds up no other. */
    @Test
    void connectionTakesAsMuchAsAllItsStreams() {
        try (var client = connect2()) {
            assertThat(WINDOW + client.await(WINDOW_UPDATE, 0).more()).isEqualTo(100 * WINDOW);
        }
    }

    @Test
    void answerThatBreaksOffResetsItsStreamAlone() {
        origin().on("/open/h2-breaks", (request, connection) -> {
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            connection.reset();
        });
        try (var client = connect2()) {
            client.get(1, "/open/h2-breaks");
            assertThat(client.await(RST_STREAM, 1).code()).isEqualTo((int) Http2Error.INTERNAL_ERROR.code());
            assertThat(client.get(3, "/open/h2-after").reply(3).status()).isEqualTo(200);
        }
    }

    @Test
    void requestThatIsCalledOffEndsAtTheService() {
        var asked = new CountDownLatch(1);
        var ended = new AtomicBoolean();
        origin().on("/open/h2-called-off", (request, connection) -> {
            asked.countDown();
            ended.set(connection.isEnded());
        });
        try (var client = connect2()) {
            client.get(1, "/open/h2-called-off");
            pass(asked);
            client.reset(1, (int) Http2Error.CANCEL.code());

            await().atMost(PATIENCE).untilTrue(ended);
            assertThat(client.get(3, "/open/h2-after").reply(3).status()).isEqualTo(200);
        }
    }

    @Test
    void answerThatNeedsNoMoreOfTheBodyIsWhole() {
        try (var client = connect2()) {
            client.head(1, 0, "POST", "/no-such-path").data(1, 0, "part");

            assertThat(client.reply(1).status()).isEqualTo(404);
            assertThat(client.await(RST_STREAM, 1).code()).isEqualTo((int) Http2Error.NO_ERROR.code());
            assertThat(client.get(3, "/open/h2-after").reply(3).status()).isEqualTo(200);
        }
    }

    @Test
    void headIsAnsweredWithoutABody() {
        try (var client = connect2()) {
            var reply = client.head(1, END_STREAM, "HEAD", "/open/h2-head").reply(1);

            assertThat(reply.header("content-length")).isEqualTo("2");
            assertThat(reply.body()).isEmpty();
        }
    }

    @Test
    void connectionsThatNobodyUsesAreClosedAndCountNoMore() {
        int before = capacity.connections();
        try (var silent = connect();
                var client = connect2()) {
            silent.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            client.get(1, "/open/h2-unused").reply(1);

            assertThat(client.await(GOAWAY, 0).reason()).isEqualTo((int) Http2Error.NO_ERROR.code());
            assertThat(client.end()).isEqualTo(RawClient.End.CLOSED);
            silent.end();
        }
        await().atMost(PATIENCE).until(() -> capacity.connections() <= before);
    }

    @Test
    void beginningOfThePrefaceIsStillHttp1() {
        try (var client = connect()) {
            client.send("P").send(get("/open/h2-p").replaceFirst("GET", "OST"));

            assertThat(client.reply().status()).isEqualTo(200);
        }
        assertThat(origin().last("/open/h2-p").orElseThrow().requestLine()).startsWith("POST ");
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
