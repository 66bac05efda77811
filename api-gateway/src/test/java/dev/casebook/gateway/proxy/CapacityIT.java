package dev.casebook.gateway.proxy;

import static dev.casebook.gateway.support.GatewayTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.gateway.support.GatewayProcess;
import dev.casebook.gateway.support.RawClient;
import dev.casebook.gateway.support.TestUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** More than the gateway takes on at once. */
class CapacityIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] LONG_ANSWER = new byte[4 << 20];
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

    /** A connection that is let in, as soon as the gateway has noticed that those of its start are gone. */
    private RawClient admitted(GatewayProcess gateway) {
        return await().atMost(PATIENCE)
                .ignoreException(UncheckedIOException.class)
                .until(
                        () -> {
                            var client = connect(gateway);
                            if (client.send(get("/open/a")).reply().status() == 200) {
                                return client;
                            }
                            client.close();
                            return null;
                        },
                        Objects::nonNull);
    }

    private RawClient connect(GatewayProcess gateway) {
        var client = new RawClient(gateway.port(), SMALL_WINDOW);
        clients.add(client);
        return client;
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
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
            // An answer may be with its client before its place is free.
            await().atMost(PATIENCE)
                    .until(() -> third.send(get("/open/more")).reply().status() == 200);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void bodyTooManyIsToldToComeBackWhileShortAnswersGoOn() throws IOException {
        answersAtLength("/open/long");
        try (var gateway = start(Map.of("CASEBOOK_GATEWAY_CLIENTS_STREAMS", "1"))) {
            var slow = connect(gateway).send(get("/open/long"));
            assertThat(slow.replyWithoutBody().status()).isEqualTo(200);
            var other = connect(gateway);

            var refused = other.send(get("/open/long")).reply();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.text()).contains("gateway-busy").contains("safe to repeat");
            // What is not safe is refused before a service sees it.
            var post = "POST /open/post HTTP/1.1\r\nHost: gateway.test\r\nContent-Length: 2\r\n\r\n{}";
            assertThat(connect(gateway).send(post).reply().text()).contains("gateway-busy");
            assertThat(upstream.requests().received("/open/post")).isEmpty();
            assertThat(other.send(get("/open/a")).reply().status()).isEqualTo(200);

            slow.close();
            await().atMost(PATIENCE)
                    .until(() -> connect(gateway).send(post).reply().status() == 200);
            assertThat(other.send(get("/open/long")).replyWithoutBody().status())
                    .isEqualTo(200);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void storedBodyNeedsAPlaceTooButNotAPieceOfItNorThatItIsUnchanged() throws IOException {
        answersAtLength("/open/long");
        upstream.requests()
                .on(
                        "/cached/stored",
                        (request, connection) -> connection.send(
                                "HTTP/1.1 200 OK\r\nCache-Control: max-age=600\r\nETag: \"1\"\r\nContent-Length: 10000\r\n\r\n"
                                        + "s".repeat(10_000)));
        try (var gateway = start(Map.of("CASEBOOK_GATEWAY_CLIENTS_STREAMS", "1"))) {
            var other = connect(gateway);
            assertThat(other.send(get("/cached/stored")).reply().status()).isEqualTo(200);
            var slow = connect(gateway);
            await().atMost(PATIENCE)
                    .until(() -> slow.send(get("/open/long")).replyWithoutBody().status() == 200);

            var refused = other.send(get("/cached/stored")).reply();
            assertThat(refused.text()).contains("gateway-busy");
            assertThat(refused.headers().lines()).noneMatch(line -> line.startsWith("ETag"));
            assertThat(other.send(get("/cached/stored", "If-None-Match: \"1\""))
                            .reply()
                            .status())
                    .isEqualTo(304);
            assertThat(other.send(get("/cached/stored", "Range: bytes=0-9"))
                            .reply()
                            .status())
                    .isEqualTo(206);

            slow.close();
            await().atMost(PATIENCE)
                    .until(() -> other.send(get("/cached/stored")).reply().status() == 200);
            assertThat(upstream.requests().received("/cached/stored")).hasSize(1);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void whatMattersLessIsRefusedFirst() throws IOException {
        var asked = new CountDownLatch(5);
        var go = new CountDownLatch(1);
        upstream.requests().on("/vital/held", (request, connection) -> {
            asked.countDown();
            pass(go);
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
        });
        try (var gateway = start(Map.of("CASEBOOK_GATEWAY_CLIENTS_REQUESTS", "10"))) {
            var held = new ArrayList<RawClient>();
            for (int i = 0; i < 5; i++) {
                held.add(connect(gateway).send(get("/vital/held")));
            }
            pass(asked);
            var other = connect(gateway);

            var refused = other.send(get("/bulky/a")).reply();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text()).contains("gateway-busy");
            assertThat(upstream.requests().received("/bulky/a")).isEmpty();
            assertThat(other.send(get("/open/a")).reply().status()).isEqualTo(200);
            assertThat(other.send(get("/vital/a")).reply().status()).isEqualTo(200);

            go.countDown();
            for (var each : held) {
                assertThat(each.reply().text()).isEqualTo("done");
            }
            await().atMost(PATIENCE)
                    .until(() -> other.send(get("/bulky/a")).reply().status() == 200);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void connectionTooManyIsClosedWhileOthersGoOn() {
        var settings = Map.of(
                "CASEBOOK_GATEWAY_CLIENTS_CONNECTIONS",
                "2",
                "CASEBOOK_GATEWAY_CLIENTS_CONNECTIONS_OF_ONE_ADDRESS",
                "2");
        try (var gateway = start(settings)) {
            var first = admitted(gateway);
            var second = admitted(gateway);

            assertThat(connect(gateway).end()).isEqualTo(RawClient.End.CLOSED);

            assertThat(second.send(get("/open/b")).reply().status()).isEqualTo(200);
            first.close();
            await().atMost(PATIENCE).until(() -> GatewayProcess.answers(gateway.port(), "/open/c", 200));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere a machine has but one address of its own to begin with")
    void addressThatOpensConnectionsWithoutEndShutsNobodyElseOut() throws IOException {
        // Those that say nothing stay, however slow this machine is.
        var settings =
                Map.of("CASEBOOK_GATEWAY_CLIENTS_CONNECTIONS", "20", "CASEBOOK_GATEWAY_CLIENTS_HEAD_TIMEOUT", "2m");
        try (var gateway = start(settings)) {
            for (int i = 0; i < 30; i++) {
                connect(gateway);
            }
            // One more each time: the place of the client that saw the gateway start may have become free only now.
            await().atMost(PATIENCE).until(() -> {
                connect(gateway);
                return !GatewayProcess.answers(gateway.port(), "/healthz", 200);
            });

            var other = new Socket(
                    InetAddress.getByName("127.0.0.1"), gateway.port(), InetAddress.getByName("127.0.0.2"), 0);
            try (var client = new RawClient(other)) {
                assertThat(client.send(get("/open/a")).reply().status()).isEqualTo(200);
            }
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void requestTooManyForOneServiceIsToldToComeBackAtOnce() throws IOException {
        var asked = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        upstream.requests().on("/open/held", (request, connection) -> {
            asked.countDown();
            pass(go);
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
        });
        var narrow = Map.of(
                "CASEBOOK_GATEWAY_CLIENTS_EVENT_LOOPS", "1",
                "CASEBOOK_GATEWAY_POOL_CONNECTIONS", "1",
                "CASEBOOK_GATEWAY_POOL_WAITING", "1",
                "CASEBOOK_GATEWAY_POOL_CONNECT_TIMEOUT", "10m");
        try (var gateway = start(narrow)) {
            var served = connect(gateway).send(get("/open/held"));
            pass(asked);
            var waiting = connect(gateway).send(get("/open/next"));
            var third = connect(gateway);
            // Twice through the one event loop: then the request before has been read.
            third.send(get("/healthz")).reply();
            third.send(get("/healthz")).reply();

            var refused = third.send(get("/open/third")).reply();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.text()).contains("upstream-busy");

            go.countDown();
            assertThat(served.reply().text()).isEqualTo("done");
            assertThat(waiting.reply().status()).isEqualTo(200);
        }
    }

    /** Each holds as much of the gateway's memory as a client can: it stops reading in the middle of a long answer. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void asManySlowReadersAsThereMayBeFitIntoASmallHeap() throws IOException {
        answersAtLength("/open/long");
        try (var gateway = start(Map.of("CASEBOOK_GATEWAY_POOL_CONNECTIONS", "10000"))) {
            var started = new ArrayList<RawClient>();
            var next = connect(gateway).send(get("/open/long"));
            var head = next.replyWithoutBody();
            while (head.status() == 200) {
                started.add(next);
                next = connect(gateway).send(get("/open/long"));
                head = next.replyWithoutBody();
            }

            assertThat(new String(next.in().readNBytes(Integer.parseInt(head.header("Content-Length")))))
                    .as("after %d slow readers", started.size())
                    .contains("gateway-busy");
            await().atMost(PATIENCE).until(() -> GatewayProcess.answers(gateway.port(), "/healthz", 200));
            clients.forEach(RawClient::close);
            await().atMost(PATIENCE).until(() -> GatewayProcess.answers(gateway.port(), "/open/after", 200));
            assertThat(gateway.output()).doesNotContain("OutOfMemory");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void manyClientsAtOnceOnAColdStartFitIntoASmallHeap() throws InterruptedException {
        var statuses = new ConcurrentHashMap<Integer, AtomicInteger>();
        // No client is late with its request, however slowly this machine makes a thousand of them.
        try (var gateway = start(Map.of("CASEBOOK_GATEWAY_CLIENTS_HEAD_TIMEOUT", "2m"));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1024; i++) {
                threads.execute(() -> {
                    try (var client = new RawClient(gateway.port())) {
                        for (int n = 0; n < 10; n++) {
                            int status = client.send(get("/open/cold")).reply().status();
                            statuses.computeIfAbsent(status, _ -> new AtomicInteger())
                                    .incrementAndGet();
                        }
                    }
                });
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(180, TimeUnit.SECONDS)).isTrue();

            assertThat(statuses.keySet()).contains(200).isSubsetOf(200, 503);
            assertThat(statuses.values().stream().mapToInt(AtomicInteger::get).sum())
                    .isEqualTo(10_240);
            assertThat(gateway.output()).doesNotContain("OutOfMemory");
        }
    }

    private void answersAtLength(String path) {
        upstream.requests().on(path, (request, connection) -> {
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n".formatted(LONG_ANSWER.length));
            connection.out().write(LONG_ANSWER);
        });
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
