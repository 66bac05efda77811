package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.Origin;
import dev.casebook.gateway.support.RawClient;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UpstreamFailureIT extends GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Origin.Script RESET = (request, connection) -> connection.reset();

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
        origin().on("/counted/dies", RESET);

        assertThat(ask(get("/counted/dies")).status()).isEqualTo(502);

        assertThat(origin().received("/counted/dies")).hasSize(1);
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
    void upstreamThatDoesNotAnswerTimesOut() {
        var ended = new AtomicBoolean();
        origin().on("/impatient/silent", (request, connection) -> ended.set(connection.isEnded()));

        var reply = ask(get("/impatient/silent"));

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.text()).contains("upstream-timeout");
        await().atMost(PATIENCE).untilTrue(ended);
    }

    @Test
    @DisplayName("RFC 9110 §10.1.1: a client that waits for 100 is not blamed for a service that does not send it")
    void upstreamThatDoesNotSayWhetherItWantsTheBodyTimesOut() {
        origin().onHead("/impatient/undecided", (request, connection) -> connection.isEnded());
        try (var client = connect()) {
            client.send(
                    "POST /impatient/undecided HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");

            assertThat(client.reply().status()).isEqualTo(504);
        }
    }

    @Test
    void answerThatStallsIsCutOff() {
        origin().on("/stalling/stalls", (request, connection) -> {
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
            connection.isEnded();
        });
        try (var client = connect()) {
            client.send(get("/stalling/stalls"));

            assertThat(client.end()).isEqualTo(RawClient.End.RESET);
        }
    }
}
