package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.RawClient;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Clients that are slow, or leave. */
@QuarkusTest
class ClientFailureIT extends GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void clientThatDoesNotSendItsBodyIsToldSo() {
        try (var client = connect()) {
            client.send("POST /impatient/slow-body HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");

            assertThat(client.reply().status()).isEqualTo(408);
            assertThat(client.end()).isEqualTo(RawClient.End.CLOSED);
        }
    }

    @Test
    void bodyForTheGatewayItselfIsNotWaitedForLongerThanAHead() {
        try (var client = connect()) {
            client.send("POST /auth/token HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"sub\r\n");

            assertThat(client.reply().status()).isEqualTo(408);
            assertThat(client.end()).isEqualTo(RawClient.End.CLOSED);
        }
    }

    /** Each answer is larger than its request, and what the system takes for the client is full after some megabytes. */
    @Test
    void clientThatAsksOnWithoutReadingIsDisconnected() {
        try (var client = new RawClient(port(), 2048)) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 20_000; i++) {
                            client.send(get("/healthz").repeat(2));
                        }
                    })
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCauseInstanceOf(SocketException.class);
        }
    }

    @Test
    void clientThatDoesNotFinishItsHeadIsToldSoWhileOthersAreServed() {
        try (var slow = connect();
                var other = connect()) {
            slow.send("GET /open/slow HTTP/1.1\r\nHost: a\r\nX: ");

            assertThat(other.send(get("/open/other")).reply().status()).isEqualTo(200);
            var reply = slow.reply();
            assertThat(reply.status()).isEqualTo(408);
            assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(reply.header("Connection")).isEqualTo("close");
            assertThat(reply.text()).contains("request-timeout");
            assertThat(slow.end()).isEqualTo(RawClient.End.CLOSED);
        }
    }

    @Test
    void secondHeadThatDoesNotEndIsAnsweredTooAfterTheFirst() {
        try (var client = connect()) {
            client.send(get("/open/first-of-two") + "GET /open/second HTTP/1.1\r\nHost: a\r\n");

            assertThat(client.reply().status()).isEqualTo(200);
            assertThat(client.reply().status()).isEqualTo(408);
            assertThat(client.end()).isEqualTo(RawClient.End.CLOSED);
        }
    }

    @Test
    void clientThatSendsNothingIsDisconnectedWithoutAWord() throws IOException {
        try (var client = connect()) {
            assertThat(client.in().read()).isNegative();
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
}
