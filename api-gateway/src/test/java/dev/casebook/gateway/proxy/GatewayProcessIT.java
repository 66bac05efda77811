package dev.casebook.gateway.proxy;

import static dev.casebook.gateway.support.GatewayTest.get;
import static dev.casebook.gateway.support.Http2Client.GOAWAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.gateway.support.GatewayProcess;
import dev.casebook.gateway.support.Http2Client;
import dev.casebook.gateway.support.RawClient;
import dev.casebook.gateway.support.TestUpstream;
import dev.casebook.gateway.support.WebSockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

class GatewayProcessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOKED_UP_AGAIN = Duration.ofSeconds(20);
    private static final Path ROUTES = Path.of("src/test/resources/routes");

    @TempDir
    Path folder;

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void serviceThatGetsAnotherAddressIsFoundThere() throws Exception {
        var hosts = folder.resolve("hosts");
        Files.writeString(hosts, "127.0.0.2 service.test\n127.0.0.1 localhost\n");
        try (var upstream = new TestUpstream();
                var gateway = new GatewayProcess(
                        folder,
                        ROUTES,
                        "origin=" + upstream.address().replace("127.0.0.1", "service.test"),
                        Map.of(
                                "JAVA_TOOL_OPTIONS",
                                "-Djdk.net.hosts.file=" + hosts,
                                "CASEBOOK_GATEWAY_HEALTH_RESOLVE_INTERVAL",
                                "1s"))) {
            upstream.ready(true);
            await().atMost(PATIENCE).until(() -> GatewayProcess.answers(gateway.port(), "/open/moved", 503));

            Files.writeString(hosts, "127.0.0.1 service.test localhost\n");

            // Less than the JVM would keep the old one.
            await().atMost(LOOKED_UP_AGAIN).until(() -> GatewayProcess.answers(gateway.port(), "/open/moved", 200));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void requestsInFlightFinishBeforeAStopAndTheExitIsClean() throws Exception {
        var asked = new CountDownLatch(2);
        var go = new CountDownLatch(1);
        try (var upstream = new TestUpstream();
                var gateway = start(upstream, Map.of())) {
            upstream.ready(true);
            upstream.requests().on("/stalling/slow", (request, connection) -> {
                asked.countDown();
                pass(go);
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
            });
            await().atMost(PATIENCE).until(() -> GatewayProcess.answers(gateway.port(), "/healthz", 200));
            // Its start is over when the management port answers too.
            await().atMost(PATIENCE).until(gateway::isReady);
            upstream.requests().onHead("/socket/open", (request, connection) -> {
                connection.send(WebSockets.accepted());
                connection.isEnded();
            });
            upstream.requests().on("/open/events", (request, connection) -> {
                connection.send(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "9\r\ndata: 1\n\n\r\n");
                connection.isEnded();
            });
            try (var client = new RawClient(gateway.port());
                    var client2 = new Http2Client(new RawClient(gateway.port()));
                    var socket = new RawClient(gateway.port());
                    var events = new RawClient(gateway.port())) {
                client.send(get("/stalling/slow"));
                client2.get(1, "/stalling/slow");
                pass(asked);
                assertThat(socket.send(WebSockets.handshake("/socket/open"))
                                .replyWithoutBody()
                                .status())
                        .isEqualTo(101);
                assertThat(events.send(get("/open/events")).replyWithoutBody().status())
                        .isEqualTo(200);
                gateway.terminate();
                await().atMost(PATIENCE).until(() -> !gateway.isReady());
                // The management port closes when the delay for balancers is over and the draining begins.
                await().atMost(PATIENCE)
                        .until(() -> !GatewayProcess.answers(gateway.managementPort(), "/q/health/live", 200));
                // A WebSocket and a stream of events have no end of their own: they are given one.
                assertThat(socket.in().readNBytes(WebSockets.GOING_AWAY.length)).isEqualTo(WebSockets.GOING_AWAY);
                assertThat(socket.end()).isEqualTo(RawClient.End.CLOSED);
                assertThat(new String(events.in().readAllBytes(), StandardCharsets.ISO_8859_1))
                        .isEqualTo("9\r\ndata: 1\n\n\r\n0\r\n\r\n");
                go.countDown();

                var reply = client.reply();
                assertThat(reply.text()).isEqualTo("done");
                assertThat(reply.header("Connection")).isEqualTo("close");
                assertThat(client2.reply(1).text()).isEqualTo("done");
                assertThat(client2.end()).isEqualTo(RawClient.End.CLOSED);
            }
            assertThat(gateway.await()).isZero();
            assertThat(gateway.output()).contains("event=drained").doesNotContain("ERROR");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void clientsMoveOnWithoutAResetWhileItLeaves() throws Exception {
        var go = new CountDownLatch(1);
        try (var upstream = new TestUpstream();
                // Long enough for this test's steps on a busy machine.
                var gateway = start(upstream, Map.of("QUARKUS_SHUTDOWN_DELAY", "10s"))) {
            upstream.ready(true);
            upstream.requests().on("/stalling/slow", (request, connection) -> {
                pass(go);
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
            });
            await().atMost(PATIENCE).until(() -> GatewayProcess.answers(gateway.port(), "/healthz", 200));
            // Its start is over when the management port answers too.
            await().atMost(PATIENCE).until(gateway::isReady);
            try (var kept = new RawClient(gateway.port());
                    var kept2 = new Http2Client(new RawClient(gateway.port()));
                    var unused = new RawClient(gateway.port());
                    var busy = new RawClient(gateway.port())) {
                assertThat(kept.send(get("/open/before")).reply().headers().all("Connection"))
                        .isEmpty();
                assertThat(kept2.get(1, "/open/before").reply(1).status()).isEqualTo(200);
                unused.send(get("/open/before")).reply();
                busy.send(get("/stalling/slow"));
                gateway.terminate();
                await().atMost(PATIENCE).until(() -> !gateway.isReady());

                // Balancers may not have noticed yet: on kept connections and on new ones it still answers.
                var last = kept.send(get("/open/meanwhile")).reply();
                assertThat(last.status()).isEqualTo(200);
                assertThat(last.header("Connection")).isEqualTo("close");
                assertThat(kept.end()).isEqualTo(RawClient.End.CLOSED);
                try (var late = new RawClient(gateway.port())) {
                    assertThat(late.send(get("/open/late")).reply().header("Connection"))
                            .isEqualTo("close");
                }

                // In HTTP/2 every stream is still taken, until the client must have heard of it.
                assertThat(kept2.await(GOAWAY, 0).lastStream()).isEqualTo(Integer.MAX_VALUE);
                assertThat(kept2.get(3, "/open/meanwhile").reply(3).status()).isEqualTo(200);
                assertThat(kept2.await(GOAWAY, 0).lastStream()).isEqualTo(3);
                assertThat(kept2.end()).isEqualTo(RawClient.End.CLOSED);

                // Then it takes nobody new, lets go who has nothing under way, and finishes what is.
                assertThat(unused.end()).isEqualTo(RawClient.End.CLOSED);
                await().atMost(PATIENCE).until(() -> isRefused(gateway.port()));
                go.countDown();
                assertThat(busy.reply().text()).isEqualTo("done");
            }
            assertThat(gateway.await()).isZero();
            assertThat(gateway.output())
                    .contains("event=leaving", "event=drained")
                    .doesNotContain("ERROR");
        }
    }

    private static boolean isRefused(int port) {
        try (var client = new RawClient(port)) {
            return false;
        } catch (UncheckedIOException e) {
            return e.getCause() instanceof ConnectException;
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void badRouteFileStopsTheStartWithAClearSentence() throws Exception {
        Files.writeString(
                folder.resolve("shop.yaml"), "upstream: shop\nroutes: [{ id: a, path: a, methods: [GET], auth: x }]");
        try (var upstream = new TestUpstream();
                var gateway = start(upstream, Map.of("CASEBOOK_GATEWAY_ROUTES", folder.toString()))) {
            assertThat(gateway.await()).isNotZero();
            assertThat(gateway.output())
                    .contains("The gateway does not start with these routes")
                    .contains("shop.yaml: route a: path: a does not start with /")
                    .contains("shop.yaml: route a: auth: x is none of jwt, service, none");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void takenPortStopsTheStartWithAClearSentence() throws Exception {
        try (var upstream = new TestUpstream();
                var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                var gateway = start(upstream, Map.of("QUARKUS_HTTP_PORT", Integer.toString(taken.getLocalPort())))) {
            assertThat(gateway.await()).isNotZero();
            assertThat(gateway.output()).contains("The gateway cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    private GatewayProcess start(TestUpstream upstream, Map<String, String> settings) throws IOException {
        return new GatewayProcess(folder, ROUTES, "origin=" + upstream.address(), settings);
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
