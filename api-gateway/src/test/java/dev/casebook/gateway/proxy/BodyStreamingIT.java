package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.RawClient;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BodyStreamingIT extends GatewayTest {

    private static final String CHUNKED = "Transfer-Encoding: chunked";

    @Test
    void bodyWithALengthArrivesWithItsLength() {
        assertThat(ask(request("POST", "/open/length", "hello")).status()).isEqualTo(200);

        var recorded = origin().last("/open/length").orElseThrow();
        assertThat(recorded.bodyText()).isEqualTo("hello");
        assertThat(recorded.headers().all("Content-Length")).containsExactly("5");
        assertThat(recorded.headers().all("Transfer-Encoding")).isEmpty();
    }

    @Test
    void chunkedBodyArrivesChunked() {
        assertThat(ask(request("POST", "/open/chunked", "", CHUNKED)
                                + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-Sum: 1\r\n\r\n")
                        .status())
                .isEqualTo(200);

        var recorded = origin().last("/open/chunked").orElseThrow();
        assertThat(recorded.bodyText()).isEqualTo("abcde");
        assertThat(recorded.headers().all("Transfer-Encoding")).containsExactly("chunked");
        assertThat(recorded.headers().all("Content-Length")).isEmpty();
    }

    @Test
    void emptyChunkedBodyArrives() {
        assertThat(ask(request("POST", "/open/chunked-empty", "", CHUNKED) + "0\r\n\r\n")
                        .status())
                .isEqualTo(200);

        assertThat(origin().last("/open/chunked-empty").orElseThrow().bodyText())
                .isEmpty();
    }

    @Test
    void requestWithoutBodyGetsNoFraming() {
        ask(request("DELETE", "/open/none", ""));

        assertThat(origin().last("/open/none").orElseThrow().headers().lines())
                .noneMatch(line -> line.matches("(?i)(content-length|transfer-encoding):.*"));
    }

    @Test
    void chunkedAnswerStaysChunkedAndTheConnectionUsable() {
        origin().on("/open/chunks", "HTTP/1.1 200 OK\r\n" + CHUNKED + "\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
        try (var client = connect()) {
            assertThat(client.send(get("/open/chunks")).reply().text()).isEqualTo("abcde");
            assertThat(client.send(get("/open/chunks")).reply().text()).isEqualTo("abcde");
        }
    }

    @Test
    void answerThatEndsWithItsConnectionIsPassedOnWhole() {
        origin().on("/open/until-close", (request, connection) -> {
            connection.send("HTTP/1.0 200 OK\r\n\r\nabcde");
            connection.socket().close();
        });

        assertThat(ask(get("/open/until-close")).text()).isEqualTo("abcde");
    }

    @Test
    @DisplayName("RFC 9112 §6.3: HEAD, 204 and 304 have no body, whatever their headers say")
    void bodylessAnswersHaveNoBody() {
        origin().on("/open/head", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        origin().on("/open/204", "HTTP/1.1 204 No Content\r\n\r\n");
        origin().on("/open/304", "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nContent-Length: 5\r\n\r\n");
        try (var client = connect()) {
            var head = client.send(request("HEAD", "/open/head", "")).replyWithoutBody();
            var noContent = client.send(get("/open/204")).replyWithoutBody();
            var notModified = client.send(get("/open/304")).replyWithoutBody();
            var next = client.send(get("/open/after-bodyless")).reply();

            assertThat(head.header("Content-Length")).isEqualTo("5");
            assertThat(noContent.status()).isEqualTo(204);
            assertThat(noContent.headers().lines())
                    .noneMatch(line -> line.matches("(?i)(content-length|transfer-encoding):.*"));
            assertThat(notModified.header("ETag")).isEqualTo("\"a\"");
            assertThat(next.text()).isEqualTo("ok");
        }
    }

    @Test
    void clientOfHttp10GetsNoChunksAndTheEnd() {
        origin().on("/open/to-1.0", "HTTP/1.1 200 OK\r\n" + CHUNKED + "\r\n\r\n5\r\nabcde\r\n0\r\n\r\n");
        try (var client = connect()) {
            client.send("GET /open/to-1.0 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

            var reply = client.replyWithoutBody();
            assertThat(reply.headers().all("Transfer-Encoding")).isEmpty();
            assertThat(reply.header("Connection")).isEqualTo("close");
            assertThat(client.in()).hasContent("abcde");
        }
    }

    @Test
    void declaredBodyBeyondTheLimitIsRefusedUnread() {
        var reply = ask("POST /small/declared HTTP/1.1\r\nHost: a\r\nContent-Length: 1025\r\n\r\n");

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.text()).contains("1024");
        assertThat(origin().received("/small/declared")).isEmpty();
    }

    @Test
    void chunkedBodyBeyondTheLimitIsRefusedWhileItStreams() {
        var half = "200\r\n" + "x".repeat(512) + "\r\n";
        try (var client = connect()) {
            client.send(request("POST", "/small/streamed", "", CHUNKED)).send(half.repeat(3));

            assertThat(client.reply().status()).isEqualTo(413);
            assertThat(client.end()).isEqualTo(RawClient.End.CLOSED);
        }
        assertThat(origin().received("/small/streamed")).isEmpty();
    }

    @Test
    void clientSeesTheRefusalThoughItSendsOn() {
        try (var client = connect()) {
            client.send("POST /small/huge HTTP/1.1\r\nHost: a\r\nContent-Length: 8388608\r\n\r\n");
            client.send(new byte[8 << 20]);

            assertThat(client.reply().status()).isEqualTo(413);
        }
    }

    @Test
    @DisplayName("RFC 9110 §10.1.1: the upstream decides about 100 Continue")
    void continueComesFromTheUpstream() {
        origin().onHead("/open/continue", (request, connection) -> {
            assertThat(request.headers().all("Expect")).containsExactly("100-continue");
            connection.send("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(connection.in().readNBytes(5)).asString().isEqualTo("hello");
            connection.send("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
        });
        try (var client = connect()) {
            client.send("POST /open/continue HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            assertThat(client.replyWithoutBody().status()).isEqualTo(100);
            client.send("hello");

            assertThat(client.reply().status()).isEqualTo(201);
        }
    }

    @Test
    @DisplayName("RFC 9110 §10.1.1: the upstream refuses without 100 Continue")
    void refusalInsteadOfContinueReachesTheClient() {
        origin().onHead("/open/no-continue", (request, connection) -> {
            connection.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
            connection.isEnded();
        });
        try (var client = connect()) {
            client.send(
                    "POST /open/no-continue HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");

            assertThat(client.reply().text()).isEqualTo("no");
            assertThat(client.end()).isEqualTo(RawClient.End.CLOSED);
        }
    }

    @Test
    void answerBeforeTheWholeRequestReachesTheClient() {
        origin().onHead("/open/early", (request, connection) -> {
            connection.send("HTTP/1.1 409 Conflict\r\nContent-Length: 2\r\n\r\nno");
            connection.isEnded();
        });
        try (var client = connect()) {
            client.send("POST /open/early HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nfirst");

            assertThat(client.reply().status()).isEqualTo(409);
            assertThat(client.end()).isEqualTo(RawClient.End.CLOSED);
        }
    }

    @Test
    void partsArriveAsTheyAreSent() {
        var seen = new CountDownLatch(1);
        origin().on("/open/parts", (request, connection) -> {
            connection.send("HTTP/1.1 200 OK\r\n" + CHUNKED + "\r\n\r\n5\r\nfirst\r\n");
            pass(seen);
            connection.send("6\r\nsecond\r\n0\r\n\r\n");
        });
        try (var client = connect()) {
            client.send(get("/open/parts"));

            assertThat(client.replyWithoutBody().status()).isEqualTo(200);
            assertThat(read(client, "5\r\nfirst\r\n")).isEqualTo("5\r\nfirst\r\n");
            seen.countDown();
            assertThat(read(client, "6\r\nsecond\r\n")).isEqualTo("6\r\nsecond\r\n");
        }
    }

    private static String read(RawClient client, String expected) {
        try {
            return new String(client.in().readNBytes(expected.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("WHATWG HTML §9.2: an event is there before the next one is written, and none is held back")
    void eventsArriveOneByOne() throws IOException {
        var read = new CountDownLatch(1);
        origin().on("/open/events", (request, connection) -> {
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n");
            pass(read);
            connection.send("9\r\ndata: 2\n\n\r\n0\r\n\r\n");
        });
        try (var client = connect()) {
            client.send(get("/open/events", "Accept: text/event-stream", "Last-Event-ID: 7"));
            assertThat(client.replyWithoutBody().header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(new String(client.in().readNBytes(14))).isEqualTo("9\r\ndata: 1\n\n\r\n");

            read.countDown();
            assertThat(new String(client.in().readNBytes(19))).isEqualTo("9\r\ndata: 2\n\n\r\n0\r\n\r\n");
        }
        assertThat(origin().last("/open/events").orElseThrow().headers().first("Last-Event-ID"))
                .contains("7");
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
