package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.Origin;
import dev.casebook.gateway.support.RawClient;
import dev.casebook.gateway.support.Reply;
import dev.casebook.gateway.support.TestUpstream;
import dev.casebook.gateway.support.Upstreams;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UpstreamFailureIT extends GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Origin.Script RESET = (request, connection) -> connection.reset();

    private final TestUpstream first = Upstreams.first();
    private final TestUpstream second = Upstreams.second();

    @AfterEach
    void everythingIsBack() {
        first.ready(true);
        second.ready(true);
        awaitHealthz("\"pair\":[\"ready\",\"ready\"]");
    }

    private void awaitHealthz(String text) {
        await().atMost(PATIENCE).until(() -> ask(get("/healthz")).text().contains(text));
    }

    @Test
    void postReachesTheUpstreamOnceWhenItDiesBeforeItAnswers() {
        origin().on("/open/dies", RESET);

        var reply = ask(request("POST", "/open/dies", "hello"));

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text()).contains("upstream-failed");
        assertThat(origin().received("/open/dies")).hasSize(1);
    }

    @Test
    void redirectIsNotRepeatedEitherBecauseItWouldCountTwice() {
        first.requests().on("/pair/dies", RESET);
        second.requests().on("/pair/dies", RESET);

        assertThat(ask(get("/pair/dies")).status()).isEqualTo(502);

        assertThat(first.requests().received("/pair/dies").size()
                        + second.requests().received("/pair/dies").size())
                .isEqualTo(1);
    }

    @Test
    void answerThatIsNotHttpIsABadGateway() {
        origin().on("/open/garbage", (request, connection) -> {
            connection.send("SSH-2.0-OpenSSH_9.2\r\n\r\n");
            connection.socket().close();
        });

        assertThat(ask(get("/open/garbage")).status()).isEqualTo(502);
    }

    @Test
    void otherProtocolThatNobodyAskedForIsABadGateway() {
        origin().on("/open/switches", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n");

        assertThat(ask(get("/open/switches")).status()).isEqualTo(502);
    }

    @Test
    void answerThatBreaksOffResetsTheClient() {
        origin().on("/open/breaks", (request, connection) -> {
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
            connection.socket().close();
        });
        try (var client = connect()) {
            client.send(get("/open/breaks"));

            assertThat(client.end()).isEqualTo(RawClient.End.RESET);
        }
    }

    @Test
    void chunkedAnswerThatBreaksOffResetsEvenAClientThatReadsToTheEnd() {
        origin().on("/open/breaks-chunked", (request, connection) -> {
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nonly this\r\n");
            connection.reset();
        });
        try (var client = connect()) {
            client.send("GET /open/breaks-chunked HTTP/1.0\r\n\r\n");

            assertThat(client.end()).isEqualTo(RawClient.End.RESET);
        }
    }

    @Test
    void clientThatLeavesEndsTheRequestToTheUpstream() {
        var ended = new AtomicBoolean();
        var asked = new CountDownLatch(1);
        origin().on("/open/left", (request, connection) -> {
            asked.countDown();
            ended.set(connection.isEnded());
        });
        try (var client = connect()) {
            client.send(get("/open/left"));
            await().atMost(PATIENCE).until(() -> asked.getCount() == 0);
        }

        await().atMost(PATIENCE).untilTrue(ended);
    }

    @Test
    void clientThatLeavesInTheMiddleOfAnAnswerEndsItThere() {
        var ended = new AtomicBoolean();
        origin().on("/open/left-reading", (request, connection) -> {
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
            ended.set(connection.isEnded());
        });
        try (var client = connect()) {
            client.send(get("/open/left-reading"));
            client.replyWithoutBody();
        }

        await().atMost(PATIENCE).untilTrue(ended);
    }

    @Test
    void upstreamThatDoesNotAnswerTimesOut() {
        var ended = new AtomicBoolean();
        origin().on("/impatient/silent", (request, connection) -> ended.set(connection.isEnded()));

        var reply = ask(get("/impatient/silent"));

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.text()).contains("upstream-timeout");
        await().atMost(PATIENCE).untilTrue(ended);
    }

    @Test
    void answerThatStallsIsCutOff() {
        origin().on("/impatient/stalls", (request, connection) -> {
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
            connection.isEnded();
        });
        try (var client = connect()) {
            client.send(get("/impatient/stalls"));

            assertThat(client.end()).isEqualTo(RawClient.End.RESET);
        }
    }

    @Test
    void clientThatDoesNotSendItsBodyIsToldSo() {
        try (var client = connect()) {
            client.send("POST /impatient/slow-body HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");

            assertThat(client.reply().status()).isEqualTo(408);
            assertThat(client.end()).isEqualTo(RawClient.End.CLOSED);
        }
    }

    @Test
    void clientThatDoesNotFinishItsHeadIsDisconnectedWhileOthersAreServed() {
        try (var slow = connect();
                var other = connect()) {
            slow.send("GET /open/slow HTTP/1.1\r\nHost: a\r\nX: ");

            assertThat(other.send(get("/open/other")).reply().status()).isEqualTo(200);
            assertThat(slow.end()).isEqualTo(RawClient.End.CLOSED);
        }
    }

    @Test
    void clientThatSendsNothingIsDisconnected() {
        try (var client = connect()) {
            assertThat(client.end()).isEqualTo(RawClient.End.CLOSED);
        }
    }

    @Test
    void unusedConnectionIsClosed() {
        try (var client = connect()) {
            client.send(get("/open/then-idle")).reply();

            assertThat(client.end()).isEqualTo(RawClient.End.CLOSED);
        }
    }

    @Test
    void refusedConnectionFailsOverToTheOtherInstance() {
        first.requests().stop();
        try {
            var statuses = IntStream.range(0, 20)
                    .mapToObj(
                            i -> ask(request("POST", "/pair/failover", "hello")).status())
                    .toList();

            assertThat(statuses).containsOnly(200);
            assertThat(second.requests().received("/pair/failover")).hasSize(20);
        } finally {
            first.requests().restart();
        }
    }

    @Test
    void noInstanceThatTakesConnectionsIsServiceUnavailable() {
        first.requests().stop();
        second.requests().stop();
        try {
            var reply = ask(get("/pair/refused"));

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.header("Retry-After")).isEqualTo("1");
        } finally {
            first.requests().restart();
            second.requests().restart();
        }
    }

    @Test
    void serviceThatIsNotConfiguredIsServiceUnavailable() {
        var reply = ask(get("/absent/x"));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isEqualTo("1");
        assertThat(reply.text()).contains("upstream-unavailable");
    }

    @Test
    void instanceThatIsNotReadyGetsNothingUntilItIs() {
        first.ready(false);
        awaitHealthz("\"pair\":[\"not-ready\",\"ready\"]");
        int before = first.requests().received("/pair/unready").size();
        askOften("/pair/unready");
        assertThat(first.requests().received("/pair/unready")).hasSize(before);

        first.ready(true);
        awaitHealthz("\"pair\":[\"ready\",\"ready\"]");
        askOften("/pair/unready");
        assertThat(first.requests().received("/pair/unready")).hasSizeGreaterThan(before);
    }

    @Test
    void instanceWhoseHealthDoesNotAnswerIsTakenOut() {
        first.management().on("/q/health/ready", (request, connection) -> connection.isEnded());

        awaitHealthz("\"pair\":[\"silent\",\"ready\"]");

        assertThat(askOften("/pair/silent")).extracting(Reply::status).containsOnly(200);
        assertThat(first.requests().received("/pair/silent")).isEmpty();
    }

    @Test
    void instanceThatIsGoneIsTakenOutAndComesBack() {
        first.management().stop();
        first.requests().stop();
        try {
            awaitHealthz("\"pair\":[\"unreachable\",\"ready\"]");
        } finally {
            first.management().restart();
            first.requests().restart();
        }
        awaitHealthz("\"pair\":[\"ready\",\"ready\"]");
    }

    @Test
    void instancesShareTheRequests() {
        askOften("/pair/shared");

        assertThat(first.requests().received("/pair/shared")).hasSizeBetween(8, 12);
        assertThat(second.requests().received("/pair/shared")).hasSizeBetween(8, 12);
    }

    private List<Reply> askOften(String path) {
        return IntStream.range(0, 20).mapToObj(i -> ask(get(path))).toList();
    }

    @Test
    void aHundredClientsAtOnceAreAllServed() throws InterruptedException {
        int clients = 100;
        int each = 20;
        var served = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                threads.submit(() -> {
                    try (var client = connect()) {
                        for (int n = 0; n < each; n++) {
                            if (client.send(request("POST", "/pair/many", "hello"))
                                            .reply()
                                            .status()
                                    == 200) {
                                served.incrementAndGet();
                            }
                        }
                    }
                });
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(served).hasValue(clients * each);
        assertThat(first.requests().received("/pair/many").size()
                        + second.requests().received("/pair/many").size())
                .isEqualTo(clients * each);
    }
}
