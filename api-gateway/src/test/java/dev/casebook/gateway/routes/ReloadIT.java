package dev.casebook.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.RawClient;
import dev.casebook.gateway.support.Upstreams;
import dev.casebook.gateway.support.WebSockets;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Route files that change while the gateway runs. */
@QuarkusTest
class ReloadIT extends GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int STREAMS = 20;

    @Inject
    MeterRegistry meters;

    private final Path file = Upstreams.routes().resolve("reload.yaml");

    @AfterEach
    void removeRoutes() throws IOException {
        Files.deleteIfExists(file);
        await().atMost(PATIENCE).until(() -> status("/reload/now") == 404);
    }

    private int status(String path) {
        return ask(get(path)).status();
    }

    private void write(String fields) throws IOException {
        Files.writeString(file, """
                upstream: origin
                routes:
                  - { id: now, path: /reload/**, methods: [GET, POST], auth: none, webSocket: true, timeouts: { response: 5m, idle: 5m }, %s }
                """.formatted(fields));
    }

    private double refused() {
        return meters.get("gateway.routes.refused").gauge().value();
    }

    /** Until requests are answered by the table with this mark. */
    private void awaitMark(String mark) {
        await().atMost(PATIENCE)
                .until(() -> ask(get("/reload/mark")).headers().all("X-Mark").equals(List.of(mark)));
    }

    private void use(String mark) throws IOException {
        write("responseHeaders: { set: { X-Mark: %s } }".formatted(mark));
        awaitMark(mark);
    }

    @Test
    void newRoutesTakeEffectAndOldOnesGo() throws IOException {
        assertThat(status("/reload/now")).isEqualTo(404);

        use("first");
        assertThat(status("/reload/now")).isEqualTo(200);

        write("responseHeaders: { set: { X-Mark: second } }, hosts: [other.test]");
        await().atMost(PATIENCE).until(() -> status("/reload/now") == 404);
    }

    @Test
    void filesWithMistakesChangeNothing() throws IOException {
        use("good");

        write("rewrite: nowhere");
        await().atMost(PATIENCE).until(() -> refused() == 1);
        assertThat(ask(get("/reload/now")).header("X-Mark")).isEqualTo("good");

        use("better");
        await().atMost(PATIENCE).until(() -> refused() == 0);
    }

    @Test
    void nothingIsCutWhileRoutesChange() throws Exception {
        use("before");
        var go = new CountDownLatch(1);
        origin().on("/reload/stream", (request, connection) -> {
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf");
            pass(go);
            connection.send("done");
        });
        origin().onHead("/reload/upload", (request, connection) -> {
            assertThat(connection.in().readNBytes(8)).asString().isEqualTo("halfdone");
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        });
        origin().onHead("/reload/socket", (request, connection) -> {
            connection.send(WebSockets.accepted());
            connection.in().readNBytes(WebSockets.FROM_CLIENT.length);
            connection.out().write(WebSockets.FROM_SERVER);
        });
        var stop = new AtomicBoolean();
        var failures = ConcurrentHashMap.<Integer>newKeySet();
        var served = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var downloads = new ArrayList<RawClient>();
            var uploads = new ArrayList<RawClient>();
            for (int i = 0; i < STREAMS; i++) {
                downloads.add(connect().send(get("/reload/stream")));
                uploads.add(connect()
                        .send("POST /reload/upload HTTP/1.1\r\nHost: gateway.test\r\nContent-Length: 8\r\n\r\nhalf"));
            }
            for (var each : downloads) {
                assertThat(each.replyWithoutBody().status()).isEqualTo(200);
            }
            var socket = connect().send(WebSockets.handshake("/reload/socket"));
            assertThat(socket.replyWithoutBody().status()).isEqualTo(101);
            await().atMost(PATIENCE)
                    .until(() -> origin().received("/reload/upload").size() == STREAMS);
            for (int i = 0; i < 4; i++) {
                threads.submit(() -> ask(stop, failures, served));
            }

            // Each change must be seen, and some requests served, before the next.
            for (var mark : List.of("one", "two", "three")) {
                int before = served.get();
                use(mark);
                await().atMost(PATIENCE).until(() -> served.get() > before + 20);
            }
            Files.delete(file);
            await().atMost(PATIENCE).until(() -> status("/reload/now") == 404);

            go.countDown();
            for (var each : downloads) {
                assertThat(new String(each.in().readNBytes(8))).isEqualTo("halfdone");
                each.close();
            }
            for (var each : uploads) {
                assertThat(each.send("done").reply().header("X-Mark")).isEqualTo("before");
                each.close();
            }
            assertThat(socket.send(WebSockets.FROM_CLIENT).in().readNBytes(WebSockets.FROM_SERVER.length))
                    .isEqualTo(WebSockets.FROM_SERVER);
            socket.close();
            stop.set(true);
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(failures).isEmpty();
    }

    private void ask(AtomicBoolean stop, Set<Integer> failures, AtomicInteger served) {
        try (var client = connect()) {
            while (!stop.get()) {
                int status = client.send(get("/open/meanwhile")).reply().status();
                if (status != 200) {
                    failures.add(status);
                }
                served.incrementAndGet();
            }
        } catch (RuntimeException e) {
            failures.add(0);
            throw e;
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
