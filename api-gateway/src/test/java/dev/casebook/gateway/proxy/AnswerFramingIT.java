package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.RawClient;
import io.quarkus.test.junit.QuarkusTest;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that could end in two places are none, and no client gets another's. */
@QuarkusTest
class AnswerFramingIT extends GatewayTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String POISON = OK + "Content-Length: 6\r\n\r\npoison";

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void ambiguousAnswerIsABadGateway(String rule, String answer) {
        origin().on("/open/unclear", answer);

        var reply = ask(get("/open/unclear"));

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text()).contains("upstream-failed");
    }

    static Stream<Arguments> ambiguousAnswerIsABadGateway() {
        return Stream.of(
                arguments(
                        "RFC 9112 §6.3: Content-Length and Transfer-Encoding",
                        OK + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
                arguments("RFC 9112 §6.3: unknown coding", OK + "Transfer-Encoding: gzip\r\n\r\nabc"),
                arguments(
                        "RFC 9112 §6.1: coding before chunked",
                        OK + "Transfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
                arguments(
                        "RFC 9112 §6.1: chunked twice",
                        OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                arguments(
                        "RFC 9112 §6.1: Transfer-Encoding in HTTP/1.0",
                        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                arguments(
                        "RFC 9112 §6.3: differing Content-Length",
                        OK + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
                arguments("RFC 9110 §8.6: signed Content-Length", OK + "Content-Length: +3\r\n\r\nabc"),
                arguments("RFC 9112 §4: status of two digits", "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n"),
                arguments("RFC 9112 §4: status of four digits", "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n"),
                arguments("RFC 9112 §2.3: HTTP/2.0 in text", "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n"),
                arguments("RFC 9112 §2.2: bare LF in the head", "HTTP/1.1 200 OK\nContent-Length: 0\n\n"),
                arguments("RFC 9110 §5.5: NUL in a value", OK + "A: b\0c\r\nContent-Length: 0\r\n\r\n"),
                arguments("64 KiB header", OK + "A: " + "x".repeat(64 << 10) + "\r\nContent-Length: 0\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3\nabc\r\n0\r\n\r\n", "xyz\r\nabc\r\n0\r\n\r\n", "3\r\nabcd\r\n0\r\n\r\n"})
    @DisplayName("RFC 9112 §7.1: a malformed chunk of an answer cuts it off")
    void malformedChunkCutsTheAnswerOff(String chunks) {
        origin().on("/open/bad-answer-chunks", OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n" + chunks);
        try (var client = connect()) {
            client.send(get("/open/bad-answer-chunks"));

            assertThat(client.end()).isEqualTo(RawClient.End.RESET);
        }
    }

    /** What an upstream sends beyond its answer. Were it taken for an answer, it would be somebody else's. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void nobodyGetsWhatFollowsAnAnswer(String name, String method, String answer, String more) {
        var path = "/open/followed-by-" + name.replace(' ', '-');
        origin().on(path, (request, connection) -> {
            connection.send(answer + more);
        });
        origin().on("/open/mine", OK + "Content-Length: 4\r\n\r\nmine");
        try (var client = connect()) {
            // Enough requests that go well for as many that may be sent again.
            for (int i = 0; i < 50; i++) {
                assertThat(client.send(get("/open/mine")).reply().text()).isEqualTo("mine");
            }
            for (int i = 0; i < 5; i++) {
                var followed = client.send(request(method, path, ""));
                assertThat(method.equals("HEAD") ? followed.replyWithoutBody() : followed.reply())
                        .satisfies(reply -> assertThat(reply.status()).isLessThan(300));

                assertThat(client.send(get("/open/mine")).reply().text()).isEqualTo("mine");
            }
        }
    }

    static Stream<Arguments> nobodyGetsWhatFollowsAnAnswer() {
        var ok = OK + "Content-Length: 2\r\n\r\nok";
        return Stream.of(
                arguments("another answer", "GET", ok, POISON),
                arguments("half an answer", "GET", ok, "HTTP/1.1 200 OK\r\nX-Hidden: "),
                arguments("body of HEAD", "HEAD", OK + "Content-Length: 2\r\n\r\n", "ok"),
                arguments("body of 204", "GET", "HTTP/1.1 204 No Content\r\n\r\n", "ok"),
                arguments("last chunk", "GET", OK + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", POISON));
    }

    @Test
    void whatComesWithoutARequestEndsTheConnection() throws InterruptedException {
        var ended = new CountDownLatch(1);
        origin().on("/open/late-poison", (request, connection) -> {
            connection.send(OK + "Content-Length: 2\r\n\r\nok");
            connection.send(POISON);
            if (connection.isEnded()) {
                ended.countDown();
            }
        });

        assertThat(ask(get("/open/late-poison")).text()).isEqualTo("ok");

        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @DisplayName("RFC 9112 §5.1: white space before the colon of an answer is not passed on")
    void whiteSpaceBeforeTheColonIsRemoved() {
        origin().on("/open/colon", OK + "A : b\r\nContent-Length : 3\r\n\r\nabc");

        var reply = ask(get("/open/colon"));

        assertThat(reply.text()).isEqualTo("abc");
        assertThat(reply.header("A")).isEqualTo("b");
    }

    @Test
    @DisplayName("RFC 8297: early hints reach the client before the answer, without what belongs to the connection")
    void earlyHintsReachTheClient() {
        origin().on(
                        "/open/hints",
                        "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\nKeep-Alive: timeout=5\r\n\r\n" + OK
                                + "Content-Length: 2\r\n\r\nok");
        try (var client = connect()) {
            var hints = client.send(get("/open/hints")).replyWithoutBody();
            assertThat(hints.status()).isEqualTo(103);
            assertThat(hints.header("Link")).isEqualTo("</a.css>; rel=preload");
            assertThat(hints.headers().all("Keep-Alive")).isEmpty();

            assertThat(client.reply().text()).isEqualTo("ok");
            client.send("GET /open/hints HTTP/1.0\r\n\r\n");
            assertThat(client.reply().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"100 Continue", "102 Processing", "199 Whatever"})
    @DisplayName("RFC 9110 §15.2: an interim answer that nobody asked for is not the answer")
    void interimAnswerIsNotTheAnswer(String interim) {
        origin().on("/open/interim", "HTTP/1.1 " + interim + "\r\nA: b\r\n\r\n" + OK + "Content-Length: 2\r\n\r\nok");

        var reply = ask(get("/open/interim"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("ok");
    }
}
