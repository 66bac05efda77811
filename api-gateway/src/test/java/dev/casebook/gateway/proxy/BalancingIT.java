package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.TestUpstream;
import dev.casebook.gateway.support.Upstreams;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * How much each of two instances gets. A machine that stands still for a moment makes any instance look slow, or new; so each test looks again until
 * it sees what would never be seen if they took turns.
 */
@QuarkusTest
class BalancingIT extends GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestUpstream first = Upstreams.first();
    private final TestUpstream second = Upstreams.second();

    /** @return how many of the requests the instance got */
    private int share(TestUpstream instance, String path, int requests) {
        int before = instance.requests().received(path).size();
        for (int i = 0; i < requests; i++) {
            assertThat(ask(get(path)).status()).isEqualTo(200);
        }
        return instance.requests().received(path).size() - before;
    }

    @Test
    void slowInstanceIsAvoided() {
        var never = new CountDownLatch(1);
        first.requests().on("/timed/slow", (request, connection) -> {
            pass(never, 200);
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        });

        await().atMost(PATIENCE).until(() -> share(first, "/timed/slow", 20) == 0);
    }

    private static void pass(CountDownLatch latch, long millis) {
        try {
            latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void instanceOfMoreWeightGetsMore() {
        await().atMost(PATIENCE).until(() -> share(first, "/weighted/three-to-one", 40) >= 28);
        await().atMost(PATIENCE).until(() -> share(second, "/weighted/three-to-one", 40) >= 9);
    }

    @Test
    void instanceThatIsBackGetsLittleAtFirst() {
        await().atMost(PATIENCE).until(() -> {
            second.ready(false);
            awaitHealthz("\"warming\":[\"ready\",\"not-ready\"]");
            second.ready(true);
            awaitHealthz("\"warming\":[\"ready\",\"ready\"]");
            return share(second, "/warming/back", 40) < 12;
        });

        await().atMost(PATIENCE).until(() -> share(second, "/warming/back", 20) >= 9);
    }

    private void awaitHealthz(String text) {
        await().atMost(PATIENCE).until(() -> ask(get("/healthz")).text().contains(text));
    }
}
