package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.Origin;
import dev.casebook.gateway.support.RawClient;
import dev.casebook.gateway.support.Reply;
import dev.casebook.gateway.support.Upstreams;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CachingIT extends GatewayTest {

    /** More than the system takes for a client that does not read. */
    private static final String LARGE = "0123456789abcdef".repeat(12 << 16);

    @Inject
    MeterRegistry meters;

    /** An answer whose body says the how manieth it is, so that a test sees which one it got. */
    private static Origin.Script numbered(String headers) {
        var number = new AtomicInteger();
        return (request, connection) ->
                connection.send(answer("200 OK", headers, "answer %d".formatted(number.incrementAndGet())));
    }

    private static String answer(String status, String headers, String body) {
        return "HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s".formatted(status, headers, body.length(), body);
    }

    private static int asked(String path) {
        return origin().received(path).size();
    }

    private Reply reply(String path, String... headers) {
        return ask(get(path, headers));
    }

    @Test
    void freshAnswerIsGivenWithoutTheService() {
        origin().on("/cached/fresh", numbered("Cache-Control: max-age=600\r\nX-Kept: yes\r\n"));

        var first = reply("/cached/fresh");
        var second = reply("/cached/fresh");

        assertThat(first.header("Cache-Status")).isEqualTo("casebook; fwd=miss; stored");
        assertThat(first.headers().first("Age")).isEmpty();
        assertThat(second.text()).isEqualTo("answer 1");
        assertThat(second.header("X-Kept")).isEqualTo("yes");
        assertThat(second.header("Via")).isEqualTo("1.1 casebook");
        assertThat(second.header("Date")).isEqualTo(first.header("Date"));
        assertThat(Integer.parseInt(second.header("Age"))).isBetween(0, 599);
        assertThat(second.header("Cache-Status")).startsWith("casebook; hit; ttl=");
        assertThat(second.header("X-Request-Id")).isNotEqualTo(first.header("X-Request-Id"));
        assertThat(asked("/cached/fresh")).isEqualTo(1);
    }

    @Test
    void queryAndHostAreOtherAnswers() {
        origin().on("/cached/key", numbered("Cache-Control: max-age=600\r\n"));

        assertThat(reply("/cached/key?a=1").text()).isEqualTo("answer 1");
        assertThat(reply("/cached/key?a=2").text()).isEqualTo("answer 2");
        assertThat(ask("GET /cached/key?a=1 HTTP/1.1\r\nHost: other.test\r\n\r\n")
                        .text())
                .isEqualTo("answer 3");
        assertThat(reply("/cached/./k%65y?a=1").text()).isEqualTo("answer 1");
    }

    @Test
    @DisplayName("RFC 9111 §4: HEAD, conditions and ranges are answered from the whole that is stored")
    void partsAreAnsweredFromTheWhole() {
        origin().on(
                        "/cached/parts",
                        numbered("Cache-Control: max-age=600\r\nETag: \"a\"\r\nContent-Type: text/plain\r\n"));
        reply("/cached/parts");

        var notModified = reply("/cached/parts", "If-None-Match: \"a\"");
        var part = reply("/cached/parts", "Range: bytes=0-2");
        Reply head;
        try (var client = connect()) {
            head = client.send(request("HEAD", "/cached/parts", "")).replyWithoutBody();
        }

        assertThat(notModified.status()).isEqualTo(304);
        assertThat(notModified.header("ETag")).isEqualTo("\"a\"");
        assertThat(notModified.headers().first("Content-Type")).isEmpty();
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("ans");
        assertThat(part.header("Content-Range")).isEqualTo("bytes 0-2/8");
        assertThat(head.header("Content-Length")).isEqualTo("8");
        assertThat(asked("/cached/parts")).isEqualTo(1);
    }

    @Test
    @DisplayName("RFC 9111 §4.3: what is stale is given again when the service says that it holds")
    void staleAnswerIsValidated() {
        var number = new AtomicInteger();
        origin().on(
                        "/cached/validated",
                        (request, connection) -> connection.send(
                                request.headers().first("If-None-Match").isPresent()
                                        ? "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nX-New: 2\r\nSet-Cookie: mine=1\r\n\r\n"
                                        : answer(
                                                "200 OK",
                                                "Cache-Control: no-cache\r\nETag: \"a\"\r\n",
                                                "whole " + number.incrementAndGet())));
        reply("/cached/validated");

        var second = reply("/cached/validated");
        var third = reply("/cached/validated", "If-None-Match: \"a\"");

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text()).isEqualTo("whole 1");
        assertThat(second.header("X-New")).isEqualTo("2");
        assertThat(second.header("Cache-Status")).endsWith("; fwd=stale; fwd-status=304");
        assertThat(second.headers().all("Set-Cookie")).containsExactly("mine=1");
        assertThat(third.status()).isEqualTo(304);
        assertThat(asked("/cached/validated")).isEqualTo(3);
    }

    @Test
    void answerThatHasChangedTakesThePlaceOfTheStaleOne() {
        origin().on("/cached/changed", numbered("Cache-Control: no-cache\r\nETag: \"a\"\r\n"));

        assertThat(reply("/cached/changed").text()).isEqualTo("answer 1");
        assertThat(reply("/cached/changed").text()).isEqualTo("answer 2");
        assertThat(origin().last("/cached/changed").orElseThrow().headers().all("If-None-Match"))
                .containsExactly("\"a\"");
    }

    @Test
    void answerForOneClientIsNotGivenToAnother() {
        origin().on("/cached/cookie", numbered("Cache-Control: max-age=600\r\nSet-Cookie: a=b\r\n"));
        origin().on("/cached/mine", numbered("Cache-Control: max-age=600\r\n"));
        origin().on("/cached/private", numbered("Cache-Control: private, max-age=600\r\n"));

        assertThat(reply("/cached/cookie").text()).isEqualTo("answer 1");
        assertThat(reply("/cached/cookie").text()).isEqualTo("answer 2");
        assertThat(reply("/cached/mine", "Authorization: Basic eA==").text()).isEqualTo("answer 1");
        assertThat(reply("/cached/mine", "Cookie: a=b").text()).isEqualTo("answer 2");
        assertThat(reply("/cached/mine").text()).isEqualTo("answer 3");
        assertThat(reply("/cached/private").text()).isEqualTo("answer 1");
        assertThat(reply("/cached/private").text()).isEqualTo("answer 2");
    }

    @Test
    void whatIsStoredIsForThoseWhoMayAskForItAlone() {
        origin().on("/cached-private/all", numbered("Cache-Control: public, max-age=600\r\n"));
        var token = "Authorization: Bearer " + Upstreams.issuer().token();
        reply("/cached-private/all", token);

        assertThat(reply("/cached-private/all").status()).isEqualTo(401);
        assertThat(reply("/cached-private/all", token).text()).isEqualTo("answer 1");
        assertThat(asked("/cached-private/all")).isEqualTo(1);
    }

    @Test
    @DisplayName("RFC 9111 §4.1: Vary")
    void variantsStandBesideEachOther() {
        origin().on("/cached/vary", numbered("Cache-Control: max-age=600\r\nVary: Accept-Language\r\n"));

        assertThat(reply("/cached/vary", "Accept-Language: de").text()).isEqualTo("answer 1");
        assertThat(reply("/cached/vary", "Accept-Language: en").text()).isEqualTo("answer 2");
        assertThat(reply("/cached/vary", "Accept-Language: de").text()).isEqualTo("answer 1");
        assertThat(reply("/cached/vary").text()).isEqualTo("answer 3");
    }

    @Test
    @DisplayName("RFC 9111 §4.4: a write makes invalid what was stored, also through a route that stores nothing")
    void writeMakesInvalidWhatWasStored() {
        origin().on(
                        "/cached/written",
                        (request, connection) -> connection.send(
                                request.requestLine().startsWith("GET")
                                        ? answer(
                                                "200 OK",
                                                "Cache-Control: max-age=600\r\n",
                                                "state " + asked("/cached/written"))
                                        : answer("204 No Content", "Location: /cached/other?x\r\n", "")));
        origin().on("/cached/other", numbered("Cache-Control: max-age=600\r\n"));
        assertThat(reply("/cached/written").text()).isEqualTo("state 1");
        assertThat(reply("/cached/other?x").text()).isEqualTo("answer 1");

        assertThat(ask(request("PUT", "/cached/written", "new")).status()).isEqualTo(204);

        assertThat(reply("/cached/written").text()).isEqualTo("state 3");
        assertThat(reply("/cached/other?x").text()).isEqualTo("answer 2");
    }

    @Test
    @DisplayName("RFC 9111 §4.4: what was stored while it was being changed is not given afterwards")
    void answerStoredDuringAWriteIsForgotten() throws InterruptedException {
        var writing = new CountDownLatch(1);
        var stored = new CountDownLatch(1);
        origin().on("/cached/overtaken", (request, connection) -> {
            if (request.requestLine().startsWith("PUT ")) {
                writing.countDown();
                try {
                    stored.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                connection.send(answer("204 No Content", "", ""));
            } else {
                connection.send(answer("200 OK", "Cache-Control: max-age=600\r\n", "old"));
            }
        });

        try (var writer = connect()) {
            writer.send(request("PUT", "/cached/overtaken", "new"));
            assertThat(writing.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(reply("/cached/overtaken").header("Cache-Status")).contains("stored");
            stored.countDown();
            assertThat(writer.reply().status()).isEqualTo(204);
        }

        assertThat(reply("/cached/overtaken").header("Cache-Status")).contains("fwd=miss");
    }

    @Test
    void writeThatFailedChangesNothing() {
        origin().on(
                        "/cached/unwritten",
                        (request, connection) -> connection.send(
                                request.requestLine().startsWith("GET")
                                        ? answer("200 OK", "Cache-Control: max-age=600\r\n", "state")
                                        : answer("500 Internal Server Error", "", "")));
        reply("/cached/unwritten");
        ask(request("POST", "/cached/unwritten", "new"));

        assertThat(reply("/cached/unwritten").header("Cache-Status")).startsWith("casebook; hit");
    }

    @Test
    void answerThatIsTooLongPassesAndIsNotStored() {
        var body = "x".repeat((64 << 10) + 1);
        origin().on("/cached/long", answer("200 OK", "Cache-Control: max-age=600\r\n", body));
        origin().on(
                        "/cached/long-chunks",
                        "HTTP/1.1 200 OK\r\nCache-Control: max-age=600\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
                                .formatted(body.length(), body));

        for (var path : new String[] {"/cached/long", "/cached/long-chunks"}) {
            assertThat(reply(path).text()).isEqualTo(body);
            assertThat(reply(path).text()).isEqualTo(body);
            assertThat(asked(path)).isEqualTo(2);
        }
    }

    @Test
    void answerThatBreaksOffIsNotStored() {
        var number = new AtomicInteger();
        origin().on("/cached/broken", (request, connection) -> {
            if (number.incrementAndGet() == 1) {
                connection.send("HTTP/1.1 200 OK\r\nCache-Control: max-age=600\r\nContent-Length: 100\r\n\r\nhalf");
                connection.reset();
            } else {
                connection.send(answer("200 OK", "Cache-Control: max-age=600\r\n", "whole"));
            }
        });
        try (var client = connect()) {
            client.send(get("/cached/broken")).end();
        }

        assertThat(reply("/cached/broken").text()).isEqualTo("whole");
    }

    @Test
    void largeAnswerIsGivenPieceByPiece() {
        origin().on("/cached-large/whole", answer("200 OK", "Cache-Control: max-age=600\r\n", LARGE));
        reply("/cached-large/whole");

        var whole = reply("/cached-large/whole");
        var part = reply("/cached-large/whole", "Range: bytes=1-");

        assertThat(whole.header("Cache-Status")).startsWith("casebook; hit");
        assertThat(whole.text()).isEqualTo(LARGE);
        assertThat(part.text()).isEqualTo(LARGE.substring(1));
    }

    @Test
    void readerWhoTakesNothingOfAStoredAnswerIsCutOff() {
        origin().on("/cached-unread/x", answer("200 OK", "Cache-Control: max-age=600\r\n", LARGE));
        // Whoever stands still for a second while it is being stored has to ask again.
        await().atMost(Duration.ofSeconds(50)).ignoreExceptions().untilAsserted(() -> {
            reply("/cached-unread/x");
            assertThat(reply("/cached-unread/x", "Range: bytes=0-0").status()).isEqualTo(206);
        });
        double before = cutOff();

        try (var client = new RawClient(port(), 64 << 10)) {
            client.send(get("/cached-unread/x"));
            await().atMost(Duration.ofSeconds(50)).until(() -> cutOff() > before);
            assertThat(client.end()).isEqualTo(RawClient.End.RESET);
        }
    }

    private double cutOff() {
        return meters.find("gateway.requests").tags("route", "cached.unread", "outcome", "cut-off").timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    @Test
    @DisplayName("RFC 5861 §4: a stale answer is better than an error")
    void staleAnswerReplacesAnError() {
        var number = new AtomicInteger();
        origin().on("/cached/error", (request, connection) -> {
            switch (number.incrementAndGet()) {
                case 1 -> connection.send(answer("200 OK", "Cache-Control: max-age=0, stale-if-error=600\r\n", "good"));
                case 2 -> connection.send(answer("503 Service Unavailable", "", "bad"));
                default -> connection.reset();
            }
        });
        reply("/cached/error");

        var refused = reply("/cached/error");
        var lost = reply("/cached/error");

        assertThat(refused.text()).isEqualTo("good");
        assertThat(refused.header("Cache-Status")).endsWith("; fwd=stale; fwd-status=503");
        assertThat(lost.text()).isEqualTo("good");
        assertThat(lost.header("Cache-Status")).endsWith("; fwd=stale");
    }

    @Test
    @DisplayName("RFC 9111 §5.2.2.2: what must be revalidated is never given when it cannot be")
    void answerThatMustBeRevalidatedDoesNotReplaceAnError() {
        var number = new AtomicInteger();
        origin().on("/cached-forgiving/strict", (request, connection) -> {
            if (number.incrementAndGet() == 1) {
                connection.send(
                        answer("200 OK", "Cache-Control: max-age=0, must-revalidate\r\nETag: \"a\"\r\n", "good"));
            } else {
                connection.reset();
            }
        });
        reply("/cached-forgiving/strict");

        assertThat(reply("/cached-forgiving/strict").status()).isEqualTo(502);
    }

    @Test
    @DisplayName("RFC 5861 §3: the client has the stale answer at once, the next one the new")
    void staleAnswerIsGivenWhileANewOneIsFetched() {
        origin().on("/cached/swr", numbered("Cache-Control: max-age=0, stale-while-revalidate=600\r\n"));
        reply("/cached/swr");

        assertThat(reply("/cached/swr").text()).isEqualTo("answer 1");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(reply("/cached/swr").text()).isNotEqualTo("answer 1"));
    }

    @Test
    @DisplayName("RFC 9111 §5.2.1.7")
    void onlyIfCachedNeverAsksTheService() {
        var reply = reply("/cached/only", "Cache-Control: only-if-cached");

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.text()).contains("not-cached");
        assertThat(asked("/cached/only")).isZero();
    }
}
