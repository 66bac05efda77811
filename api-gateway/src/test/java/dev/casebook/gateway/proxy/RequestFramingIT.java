package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.RawClient;
import dev.casebook.gateway.upstreams.Upstreams;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that two servers could read in two ways never reach an upstream. */
@QuarkusTest
class RequestFramingIT extends GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HOST = "Host: gateway.test\r\n";

    @Inject
    Upstreams upstreams;

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void ambiguousRequestIsRefusedAndTheConnectionClosed(String rule, int status, String request) {
        try (var client = connect()) {
            var reply = client.send(request.replace("PATH", "/open/ambiguous")).reply();

            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(reply.header("Connection")).isEqualToIgnoringCase("close");
            assertThat(client.end()).isEqualTo(RawClient.End.CLOSED);
            assertThat(origin().received("/open/ambiguous")).isEmpty();
        }
    }

    static Stream<Arguments> ambiguousRequestIsRefusedAndTheConnectionClosed() {
        var post = "POST PATH HTTP/1.1\r\n" + HOST;
        return Stream.of(
                arguments("RFC 9112 §3.2: no Host", 400, "GET PATH HTTP/1.1\r\n\r\n"),
                arguments("RFC 9112 §3.2: two Hosts", 400, "GET PATH HTTP/1.1\r\n" + HOST + HOST + "\r\n"),
                arguments("RFC 9112 §3.2: Host that is none", 400, "GET PATH HTTP/1.1\r\nHost: a/b@c\r\n\r\n"),
                arguments("RFC 9112 §3.2: empty Host", 400, "GET PATH HTTP/1.1\r\nHost:\r\n\r\n"),
                arguments(
                        "RFC 9112 §6.1: Content-Length and Transfer-Encoding",
                        400,
                        post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                arguments(
                        "RFC 9112 §6.1: Transfer-Encoding and Content-Length",
                        400,
                        post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"),
                arguments("RFC 9112 §6.1: unknown coding", 501, post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
                arguments(
                        "RFC 9112 §6.1: coding before chunked",
                        501,
                        post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
                arguments(
                        "RFC 9112 §6.1: chunked is not last",
                        400,
                        post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
                arguments(
                        "RFC 9112 §6.1: chunked twice in one field",
                        400,
                        post + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
                arguments(
                        "RFC 9112 §6.1: chunked twice in two fields",
                        400,
                        post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                arguments(
                        "RFC 9112 §6.1: Transfer-Encoding in HTTP/1.0",
                        400,
                        "POST PATH HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                arguments(
                        "RFC 9112 §6.3: differing Content-Length",
                        400,
                        post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
                arguments(
                        "RFC 9112 §6.3: repeated Content-Length",
                        400,
                        post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"),
                arguments("RFC 9112 §6.3: list of Content-Lengths", 400, post + "Content-Length: 3, 3\r\n\r\nabc"),
                arguments("RFC 9110 §8.6: signed Content-Length", 400, post + "Content-Length: +3\r\n\r\nabc"),
                arguments("RFC 9110 §8.6: negative Content-Length", 400, post + "Content-Length: -3\r\n\r\nabc"),
                arguments("RFC 9110 §8.6: empty Content-Length", 400, post + "Content-Length:\r\n\r\nabc"),
                arguments("RFC 9112 §2.2: bare LF in the head", 400, "GET PATH HTTP/1.1\n" + HOST + "\n"),
                arguments("RFC 9112 §2.2: bare CR in a value", 400, "GET PATH HTTP/1.1\r\n" + HOST + "A: b\rc\r\n\r\n"),
                arguments("RFC 9110 §5.5: NUL in a value", 400, "GET PATH HTTP/1.1\r\n" + HOST + "A: b\0c\r\n\r\n"),
                arguments("RFC 9112 §5.1: space before the colon", 400, post + "Content-Length : 3\r\n\r\nabc"),
                arguments(
                        "RFC 9112 §5.2: line that begins with a space", 400, "GET PATH HTTP/1.1\r\n " + HOST + "\r\n"),
                arguments("RFC 9110 §5.1: empty field name", 400, "GET PATH HTTP/1.1\r\n" + HOST + ": b\r\n\r\n"),
                arguments("RFC 9112 §2.3: HTTP/2.0 in text", 505, "GET PATH HTTP/2.0\r\n" + HOST + "\r\n"),
                arguments("RFC 9112 §3: no version", 400, "GET PATH\r\n" + HOST + "\r\n"),
                arguments("RFC 9110 §9.1: method that is no token", 400, "G@T PATH HTTP/1.1\r\n" + HOST + "\r\n"),
                arguments(
                        "RFC 6585 §5: 32 KiB header",
                        431,
                        "GET PATH HTTP/1.1\r\n" + HOST + "A: " + "x".repeat(32 << 10) + "\r\n\r\n"),
                arguments(
                        "RFC 9110 §15.5.15: 32 KiB target",
                        414,
                        "GET PATH?" + "x".repeat(32 << 10) + " HTTP/1.1\r\n" + HOST + "\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void malformedChunkIsRefusedAndTheConnectionClosed(String rule, String body) {
        try (var client = connect()) {
            client.send("POST /open/bad-chunks HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + body);

            var reply = client.reply();

            assertThat(reply.status()).isEqualTo(400);
            assertThat(client.end()).isEqualTo(RawClient.End.CLOSED);
            assertThat(origin().received("/open/bad-chunks")).isEmpty();
        }
    }

    static Stream<Arguments> malformedChunkIsRefusedAndTheConnectionClosed() {
        return Stream.of(
                arguments("RFC 9112 §7.1: LF after the chunk size", "3\nabc\r\n0\r\n\r\n"),
                arguments("RFC 9112 §7.1: LF after the chunk", "3\r\nabc\n0\r\n\r\n"),
                arguments("RFC 9112 §7.1: chunk size that is no number", "xyz\r\nabc\r\n0\r\n\r\n"),
                arguments("RFC 9112 §7.1: signed chunk size", "+3\r\nabc\r\n0\r\n\r\n"),
                arguments("RFC 9112 §7.1: chunk size with 0x", "0x3\r\nabc\r\n0\r\n\r\n"),
                arguments("RFC 9112 §7.1: chunk size beyond 31 bits", "FFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n"),
                arguments("RFC 9112 §7.1: chunk longer than its size", "3\r\nabcd\r\n0\r\n\r\n"),
                arguments("RFC 9112 §7.1.1: LF in a chunk extension", "3;a\nb\r\nabc\r\n0\r\n\r\n"),
                arguments("RFC 9112 §7.1: empty chunk size", "\r\nabc\r\n0\r\n\r\n"));
    }

    @Test
    void serviceIsLeftAloneWhenTheBodyTurnsOutMalformed() {
        try (var client = connect()) {
            client.send("POST /open/bad-later HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            await().atMost(PATIENCE).until(() -> inFlight() == 1);

            client.send("xyz\r\n");

            assertThat(client.reply().status()).isEqualTo(400);
            await().atMost(PATIENCE).until(() -> inFlight() == 0);
        }
    }

    @Test
    void malformedBodyIsNotTheFaultOfTheRequestBefore() {
        var chunked = "POST /open/bad-second HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n";
        try (var client = connect()) {
            client.send(get("/open/good-first") + chunked + "xyz\r\nabc\r\n");

            assertThat(client.reply().status()).isEqualTo(200);
            assertThat(client.reply().status()).isEqualTo(400);
            assertThat(client.end()).isEqualTo(RawClient.End.CLOSED);
        }
        await().atMost(PATIENCE).until(() -> inFlight() == 0);
        assertThat(origin().received("/open/bad-second")).isEmpty();
    }

    private int inFlight() {
        return upstreams.named("origin").orElseThrow().inFlight();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /healthz", "GET /bodyless/any", "POST /healthz"})
    void bodyThatNobodyWantsIsNotWaitedFor(String request) {
        try (var client = connect()) {
            client.send(request + " HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n");

            assertThat(client.reply().status()).isBetween(400, 499);
            assertThat(client.end()).isEqualTo(RawClient.End.CLOSED);
        }
        assertThat(origin().received("/bodyless/any")).isEmpty();
    }

    @Test
    @DisplayName("RFC 9112 §5.2: a folded header is read as one line")
    void foldedHeaderIsReadAsOneLine() {
        var reply = ask(get("/open/folded", "A: b\r\n c"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(origin().last("/open/folded").orElseThrow().headers().all("A"))
                .containsExactly("b c");
    }

    @Test
    @DisplayName("RFC 9112 §11.2: what follows a refused request is not read as another")
    void nothingIsReadAfterARefusedRequest() {
        var smuggled = get("/open/smuggled");
        try (var client = connect()) {
            client.send("POST /open/first HTTP/1.1\r\n" + HOST
                    + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled);

            assertThat(client.reply().status()).isEqualTo(400);
            assertThat(client.end()).isEqualTo(RawClient.End.CLOSED);
        }
        assertThat(origin().received("/open/smuggled")).isEmpty();
    }

    @Test
    @DisplayName("RFC 9110 §9.3.6: CONNECT is refused")
    void connectIsRefused() {
        assertThat(ask("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n")
                        .status())
                .isEqualTo(501);
    }

    @Test
    @DisplayName("RFC 9110 §9.3.8: TRACE is refused, whatever Max-Forwards says")
    void traceIsRefused() {
        var reply = ask(request("TRACE", "/open/trace", "", "Max-Forwards: 0"));

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).contains("GET").doesNotContain("TRACE");
        assertThat(origin().received("/open/trace")).isEmpty();
    }

    @Test
    @DisplayName("RFC 9110 §7.6.2: OPTIONS with Max-Forwards 0 is answered here")
    void optionsForUsIsAnsweredHere() {
        var reply = ask(request("OPTIONS", "/open/options", "", "Max-Forwards: 0"));

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.headers().all("Content-Length")).isEmpty();
        assertThat(origin().received("/open/options")).isEmpty();
    }

    @Test
    @DisplayName("RFC 9110 §10.1.1: an unknown expectation is refused")
    void unknownExpectationIsRefused() {
        assertThat(ask(get("/open/expects", "Expect: wonders")).status()).isEqualTo(417);
    }

    @Test
    void unknownPathIsNotFoundAndTheConnectionStays() {
        try (var client = connect()) {
            assertThat(client.send(get("/nowhere")).reply().status()).isEqualTo(404);
            assertThat(client.send(get("/open/after-404")).reply().status()).isEqualTo(200);
        }
    }

    @Test
    void managementPathsAreNotHere() {
        assertThat(ask(get("/q/health/ready")).status()).isEqualTo(404);
        assertThat(ask(get("/q/metrics")).status()).isEqualTo(404);
    }

    @Test
    void wrongMethodIsToldTheRightOnes() {
        var reply = ask(request("DELETE", "/read-only", ""));

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo("GET");
    }

    @Test
    void requestsSentAheadAreAnsweredInOrder() {
        try (var client = connect()) {
            client.send(get("/open/ahead-1") + get("/nowhere") + get("/open/ahead-2"));

            assertThat(client.reply().status()).isEqualTo(200);
            assertThat(client.reply().status()).isEqualTo(404);
            assertThat(client.reply().status()).isEqualTo(200);
        }
    }

    @Test
    void tooManyRequestsSentAheadEndTheConnection() {
        try (var client = connect()) {
            client.send(get("/impatient/never").repeat(20));

            assertThat(client.end()).isEqualTo(RawClient.End.RESET);
        }
    }
}
