package dev.casebook.gateway.shedding;

import static dev.casebook.gateway.support.GatewayTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.gateway.support.GatewayProcess;
import dev.casebook.gateway.support.Origin;
import dev.casebook.gateway.support.RawClient;
import dev.casebook.gateway.support.Recorded;
import dev.casebook.gateway.support.Reply;
import dev.casebook.gateway.support.TestUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A service that does one request after the other, in 10 ms each, and gets more than that. */
class SheddingIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CLIENTS = 30;
    private static final int ASKED = 50;

    private final Semaphore place = new Semaphore(1, true);

    @TempDir
    Path folder;

    private void work(Recorded request, Origin.Connection connection) throws IOException {
        place.acquireUninterruptibly();
        try {
            pass(10);
        } finally {
            place.release();
        }
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }

    private static void pass(long millis) {
        try {
            new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void serviceWithAQueueIsSparedWhatMattersLessUntilTheQueueIsGone() {
        try (var upstream = new TestUpstream();
                var gateway = start(upstream, Map.of())) {
            upstream.requests().on("/bulky/a", this::work);
            upstream.requests().on("/vital/a", this::work);
            var more = new AtomicBoolean(true);
            var refused = new AtomicReference<Reply>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                    var client = new RawClient(gateway.port())) {
                for (int i = 0; i < 10; i++) {
                    assertThat(client.send(get("/vital/a")).reply().status()).isEqualTo(200);
                }
                try {
                    for (int i = 0; i < CLIENTS; i++) {
                        threads.execute(() -> askForBulk(gateway.port(), more, refused));
                    }
                    await().atMost(PATIENCE).until(() -> refused.get() != null);
                    int answered = 0;
                    for (int i = 0; i < ASKED; i++) {
                        if (client.send(get("/vital/a")).reply().status() == 200) {
                            answered++;
                        } else {
                            pass(10);
                        }
                    }

                    assertThat(refused.get().header("Retry-After")).isEqualTo("1");
                    assertThat(answered).isGreaterThan(ASKED * 3 / 4);
                    assertThat(refusals(gateway)).isPositive();
                } finally {
                    more.set(false);
                }
                await().atMost(PATIENCE)
                        .until(() -> client.send(get("/bulky/a")).reply().status() == 200);
            }
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void switchedOffItLeavesTheServiceItsQueue() {
        try (var upstream = new TestUpstream();
                var gateway = start(upstream, Map.of("CASEBOOK_GATEWAY_SHEDDING_ENABLED", "false"));
                var client = new RawClient(gateway.port())) {
            upstream.requests().on("/bulky/a", this::work);
            var more = new AtomicBoolean(true);
            var refused = new AtomicReference<Reply>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                try {
                    for (int i = 0; i < CLIENTS; i++) {
                        threads.execute(() -> askForBulk(gateway.port(), more, refused));
                    }
                    for (int i = 0; i < 2 * 10; i++) {
                        assertThat(client.send(get("/bulky/a")).reply().status())
                                .isEqualTo(200);
                    }
                } finally {
                    more.set(false);
                }
            }
            assertThat(refused.get()).isNull();
        }
    }

    private GatewayProcess start(TestUpstream upstream, Map<String, String> settings) {
        upstream.ready(true);
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

    private static void askForBulk(int port, AtomicBoolean more, AtomicReference<Reply> refused) {
        try (var client = new RawClient(port)) {
            while (more.get()) {
                var reply = client.send(get("/bulky/a")).reply();
                if (reply.status() == 503 && reply.text().contains("upstream-overloaded")) {
                    refused.compareAndSet(null, reply);
                    pass(10);
                }
            }
        } catch (UncheckedIOException gone) {
            // With the gateway, when the test has failed.
            return;
        }
    }

    private static double refusals(GatewayProcess gateway) {
        try (var client = new RawClient(gateway.managementPort())) {
            return client.send(get("/q/metrics"))
                    .reply()
                    .text()
                    .lines()
                    .filter(line -> line.startsWith("gateway_upstream_refusals_total") && line.contains("overloaded"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }
}
