package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.RawClient;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** How long a request may take, from the client to the service. */
@QuarkusTest
class DeadlineIT extends GatewayTest {

    private static final String EXPECTED = "x-envoy-expected-rq-timeout-ms";

    private int told(String path, String... headers) {
        assertThat(ask(get(path, headers)).status()).isEqualTo(200);
        var told = origin().last(path).orElseThrow().headers().all(EXPECTED);
        assertThat(told).hasSize(1);
        return Integer.parseInt(told.getFirst());
    }

    @Test
    void serviceIsToldHowLongItIsWaitedFor() {
        assertThat(told("/open/told")).isBetween(1, 10_000);
        assertThat(told("/stalling/told")).isBetween(10_001, 30_000);
    }

    @Test
    void clientShortensItAndNeverLengthensIt() {
        assertThat(told("/stalling/shortened", EXPECTED + ": 20000")).isBetween(1, 19_999);
        assertThat(told("/open/lengthened", EXPECTED + ": 9999999")).isBetween(1, 10_000);
    }

    @Test
    void requestThatTheClientNoLongerWaitsForEnds() {
        origin().on("/open/too-late", (request, connection) -> connection.isEnded());

        var reply = ask(get("/open/too-late", EXPECTED + ": 300"));

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.text()).contains("deadline-exceeded");
    }

    @Test
    void requestWithoutTimeReachesNobody() {
        assertThat(ask(get("/open/no-time", EXPECTED + ": 0")).status()).isEqualTo(504);
        assertThat(origin().received("/open/no-time")).isEmpty();
    }

    @Test
    void answerIsCutOffWhenTheTimeOfTheWholeIsOver() {
        origin().on("/open/cut-off", (request, connection) -> {
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
            connection.isEnded();
        });
        try (var client = connect()) {
            client.send(get("/open/cut-off", EXPECTED + ": 1000"));

            assertThat(client.end()).isEqualTo(RawClient.End.RESET);
        }
    }
}
