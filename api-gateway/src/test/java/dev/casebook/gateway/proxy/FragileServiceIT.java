package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.RawClient;
import dev.casebook.gateway.support.Reply;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * When a service as a whole gets no more requests. The service {@code fragile} has only this class. Its policy: left alone after ten requests at
 * least, half of them failed, then two probes; and at most a hundredth of the thousand requests that the gateway may have.
 */
@QuarkusTest
class FragileServiceIT extends GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int VOLUME = 10;
    private static final int PROBES = 2;
    private static final int SHARE = 10;

    private Reply fail() {
        return ask(request("POST", "/fragile/x", "hello"));
    }

    private static int received() {
        return origin().received("/fragile/x").size();
    }

    @Test
    void serviceThatFailsIsLeftAloneUntilAFewRequestsHaveGoneWell() {
        origin().on("/fragile/x", (request, connection) -> connection.reset());
        for (int i = 0; i < VOLUME - 1; i++) {
            assertThat(fail().status()).isEqualTo(502);
        }

        await().atMost(PATIENCE).until(() -> fail().status() == 503);
        await().atMost(PATIENCE).untilAsserted(() -> {
            int before = received();
            var refused = fail();

            assertThat(refused.text()).contains("upstream-circuit-open");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
            assertThat(received()).isEqualTo(before);
        });

        var go = new CountDownLatch(1);
        origin().on("/fragile/x", (request, connection) -> {
            pass(go);
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        });
        var clients = new ArrayList<RawClient>();
        try {
            int before = received();
            await().atMost(PATIENCE).until(() -> {
                var client = connect().send(get("/fragile/x"));
                clients.add(client);
                return received() == before + PROBES;
            });
            // The two are held, so nobody else may go.
            assertThat(ask(get("/fragile/x")).text()).contains("upstream-circuit-open");
            assertThat(received()).isEqualTo(before + PROBES);
            go.countDown();

            await().atMost(PATIENCE).until(() -> ask(get("/fragile/x")).status() == 200);
            assertThat(clients).extracting(client -> client.reply().status()).contains(200);
        } finally {
            go.countDown();
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void serviceDoesNotTakeMoreThanItsShare() {
        var go = new CountDownLatch(1);
        origin().on("/fragile/held", (request, connection) -> {
            pass(go);
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        });
        var clients = new ArrayList<RawClient>();
        try {
            for (int i = 0; i < SHARE; i++) {
                clients.add(connect().send(get("/fragile/held")));
            }
            await().atMost(PATIENCE)
                    .until(() -> origin().received("/fragile/held").size() == SHARE);

            var refused = ask(get("/fragile/held"));

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text()).contains("upstream-busy");
            assertThat(ask(get("/open/meanwhile")).status()).isEqualTo(200);
            go.countDown();
            assertThat(clients)
                    .extracting(client -> client.reply().status())
                    .hasSize(SHARE)
                    .containsOnly(200);
            await().atMost(PATIENCE).until(() -> ask(get("/fragile/after")).status() == 200);
        } finally {
            go.countDown();
            clients.forEach(RawClient::close);
        }
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
