package dev.casebook.gateway.proxy;

import static dev.casebook.gateway.support.GatewayTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.gateway.support.GatewayProcess;
import dev.casebook.gateway.support.RawClient;
import dev.casebook.gateway.support.TestUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More than the gateway takes on at once. */
class CapacityIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SMALL_WINDOW = 4096;

    private final List<RawClient> clients = new ArrayList<>();
    private TestUpstream upstream;

    @TempDir
    Path folder;

    @BeforeEach
    void startUpstream() {
        upstream = new TestUpstream();
        upstream.ready(true);
    }

    @AfterEach
    void leave() {
        clients.forEach(RawClient::close);
        upstream.close();
    }

    private GatewayProcess start(Map<String, String> settings) {
        var gateway = new GatewayProcess(
                folder, Path.of("src/test/resources/routes"), "origin=" + upstream.address(), settings);
        try {
            await().atMost(PATIENCE).until(() -> GatewayProcess.answers(gateway.port(), "/healthz", 200));
        } catch (RuntimeException e) {
            gateway.close();
            throw e;
        }
        return gateway;
    }

    private RawClient connect(GatewayProcess gateway) {
        var client = new RawClient(gateway.port(), SMALL_WINDOW);
        clients.add(client);
        return client;
    }

    @Test
    void requestTooManyIsToldToComeBackWhileOthersGoOn() throws IOException {
        var asked = new CountDownLatch(2);
        var go = new CountDownLatch(1);
        upstream.requests().on("/open/held", (request, connection) -> {
            asked.countDown();
            pass(go);
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
        });
        try (var gateway = start(Map.of("CASEBOOK_GATEWAY_CLIENTS_REQUESTS", "2"))) {
            var first = connect(gateway).send(get("/open/held"));
            var second = connect(gateway).send(get("/open/held"));
            pass(asked);
            var third = connect(gateway);

            var refused = third.send(get("/open/more")).reply();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(refused.text()).contains("gateway-busy");
            assertThat(upstream.requests().received("/open/more")).isEmpty();
            assertThat(third.send(get("/healthz")).reply().status()).isEqualTo(200);

            go.countDown();
            assertThat(first.reply().text()).isEqualTo("done");
            assertThat(second.reply().text()).isEqualTo("done");
            assertThat(third.send(get("/open/more")).reply().status()).isEqualTo(200);
        }
    }

    @Test
    void connectionTooManyIsClosedWhileOthersGoOn() {
        try (var gateway = start(Map.of("CASEBOOK_GATEWAY_CLIENTS_CONNECTIONS", "2"))) {
            var first = connect(gateway);
            var second = connect(gateway);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            first.send(get("/open/a")).reply().status())
                    .isEqualTo(200));
            assertThat(second.send(get("/open/a")).reply().status()).isEqualTo(200);

            assertThat(connect(gateway).end()).isEqualTo(RawClient.End.CLOSED);

            assertThat(second.send(get("/open/b")).reply().status()).isEqualTo(200);
            first.close();
            await().atMost(PATIENCE).until(() -> GatewayProcess.answers(gateway.port(), "/open/c", 200));
        }
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
