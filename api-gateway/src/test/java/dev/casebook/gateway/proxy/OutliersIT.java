package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.Origin;
import dev.casebook.gateway.support.Upstreams;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instances that say that they are ready, and leave requests without an answer. */
@QuarkusTest
class OutliersIT extends GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Origin.Script RESET = (request, connection) -> connection.reset();

    @AfterEach
    void everythingIsBack() {
        await().atMost(PATIENCE).until(() -> ask(get("/healthz")).text().contains("\"pair\":[\"ready\",\"ready\"]"));
    }

    @Test
    void instanceThatLeavesRequestsUnansweredIsLeftAlone() {
        Upstreams.first().requests().on("/pair/unanswered", RESET);
        int most = 200;

        var statuses = new ArrayList<Integer>();
        for (int i = 0; i < most; i++) {
            statuses.add(ask(get("/pair/unanswered")).status());
        }

        // Without it every second one would fail.
        assertThat(statuses).contains(502).containsOnly(200, 502);
        assertThat(statuses.stream().filter(status -> status == 502).count()).isLessThan(most / 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 Internal Server Error", "502 Bad Gateway", "504 Gateway Timeout"})
    void instanceThatFailsRequestsIsLeftAlone(String status) {
        Upstreams.first().requests().on("/pair/fails", "HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n".formatted(status));
        int code = Integer.parseInt(status.substring(0, 3));
        int most = 200;

        var statuses = new ArrayList<Integer>();
        for (int i = 0; i < most; i++) {
            statuses.add(ask(get("/pair/fails")).status());
        }

        assertThat(statuses).contains(code).containsOnly(200, code);
        assertThat(statuses.stream().filter(each -> each == code).count()).isLessThan(most / 4);
    }

    @Test
    void oneOfTwoStaysWhateverHappens() {
        var pair = List.of(Upstreams.first(), Upstreams.second());
        pair.forEach(each -> each.requests().on("/pair/both", RESET));

        for (int i = 0; i < 50; i++) {
            assertThat(ask(get("/pair/both")).status()).isEqualTo(502);
        }
    }

    @Test
    void onlyInstanceIsNeverLeftAlone() {
        var failing = new AtomicInteger();
        origin().on("/open/alone", (request, connection) -> {
            failing.incrementAndGet();
            connection.reset();
        });

        for (int i = 0; i < 20; i++) {
            assertThat(ask(get("/open/alone")).status()).isEqualTo(502);
        }
        assertThat(ask(get("/open/alone-ok")).status()).isEqualTo(200);
        assertThat(failing).hasValueGreaterThanOrEqualTo(20);
    }

    @Test
    void instanceThatIsBusyIsNotLeftAlone() {
        Upstreams.first()
                .requests()
                .on("/pair/refuses", "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");

        int before = Upstreams.first().requests().received("/pair/refuses").size();
        for (int i = 0; i < 200; i++) {
            ask(get("/pair/refuses"));
        }

        // Half of them, or nearly; were it left alone, there would be five, and one in each second.
        assertThat(Upstreams.first().requests().received("/pair/refuses").size() - before)
                .isGreaterThan(50);
    }
}
