package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.Origin;
import dev.casebook.gateway.support.TestUpstream;
import dev.casebook.gateway.support.Upstreams;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that the gateway has kept and the upstream ends at the moment that they get another request. */
@QuarkusTest
class PoolResetIT extends GatewayTest {

    /** As the settings say. */
    private static final double SHARE = 0.2;

    private static final int SAVED = 10;

    private interface Ending {
        void end(Origin.Connection connection) throws IOException;
    }

    /** An upstream that answers the first request of each connection, and ends the connection at the second. */
    private static final class Flapping {

        private final Set<Socket> used = ConcurrentHashMap.newKeySet();
        private final AtomicInteger ended = new AtomicInteger();

        Origin.Script endingBy(Ending ending) {
            return (request, connection) -> {
                if (used.add(connection.socket())) {
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                } else {
                    // First, so that it is known to whoever sees the connection end.
                    ended.incrementAndGet();
                    ending.end(connection);
                }
            };
        }

        int ended() {
            return ended.get();
        }
    }

    private static void close(Origin.Connection connection) throws IOException {
        connection.socket().close();
    }

    /** All on one connection, and so through one pool. */
    private List<Integer> askUntilEnded(String request, Flapping upstream, int times) {
        var statuses = new ArrayList<Integer>();
        try (var client = connect()) {
            while (upstream.ended() < times) {
                statuses.add(client.send(request).reply().status());
            }
        }
        return statuses;
    }

    /** Fills the retry budget. */
    private void goWell(String path) {
        try (var client = connect()) {
            for (int i = 0; i < SAVED / SHARE; i++) {
                assertThat(client.send(get(path)).reply().status()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @DisplayName("RFC 9110 §9.2.2: an idempotent request is sent again")
    void idempotentRequestIsSentAgainOnANewConnection(String name, String method, Ending ending) {
        goWell("/open/well");
        var path = "/open/flaps-" + name.replace(' ', '-');
        var upstream = new Flapping();
        origin().on(path, upstream.endingBy(ending));

        var statuses = askUntilEnded(request(method, path, ""), upstream, 3);

        assertThat(statuses).containsOnly(200);
        assertThat(origin().received(path)).hasSize(statuses.size() + upstream.ended());
    }

    static Stream<Arguments> idempotentRequestIsSentAgainOnANewConnection() {
        return Stream.of(
                arguments("GET reset", "GET", (Ending) Origin.Connection::reset),
                arguments("GET closed", "GET", (Ending) PoolResetIT::close),
                arguments("DELETE reset", "DELETE", (Ending) Origin.Connection::reset));
    }

    @Test
    void connectionThatTheUpstreamIsAboutToEndGetsNoMore() {
        var connections = ConcurrentHashMap.<Socket>newKeySet();
        origin().on("/open/brief", (request, connection) -> {
            connections.add(connection.socket());
            connection.send("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1\r\nContent-Length: 0\r\n\r\n");
        });

        try (var client = connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(get("/open/brief")).reply().status()).isEqualTo(200);
            }
        }

        assertThat(connections).hasSize(3);
    }

    @Test
    void otherInstanceIsAskedWhenThereIsOne() {
        goWell("/pair/well");
        var upstream = new Flapping();
        var pair = List.of(Upstreams.first(), Upstreams.second());
        pair.forEach(each -> each.requests().on("/pair/flaps", upstream.endingBy(Origin.Connection::reset)));

        var statuses = askUntilEnded(get("/pair/flaps"), upstream, 3);

        assertThat(statuses).containsOnly(200);
        assertThat(pair.stream()
                        .map(TestUpstream::requests)
                        .mapToInt(each -> each.received("/pair/flaps").size())
                        .sum())
                .isEqualTo(statuses.size() + upstream.ended());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void otherRequestsReachTheUpstreamOnce(String name, String path, String request, Ending ending) {
        goWell("/open/well");
        var upstream = new Flapping();
        origin().on(path, upstream.endingBy(ending));

        var statuses = askUntilEnded(request, upstream, 3);

        assertThat(statuses).contains(502).containsOnly(200, 502);
        assertThat(origin().received(path)).hasSize(statuses.size());
    }

    static Stream<Arguments> otherRequestsReachTheUpstreamOnce() {
        Ending reset = Origin.Connection::reset;
        Ending answering = connection -> {
            connection.send("HTTP/1.1 20");
            connection.socket().close();
        };
        return Stream.of(
                arguments("POST", "/open/once-post", request("POST", "/open/once-post", "hello"), reset),
                arguments("POST without body", "/open/once-empty", request("POST", "/open/once-empty", ""), reset),
                arguments("PATCH", "/open/once-patch", request("PATCH", "/open/once-patch", "hello"), reset),
                arguments("PUT with body", "/open/once-put", request("PUT", "/open/once-put", "hello"), reset),
                arguments("GET with body", "/open/once-get", request("GET", "/open/once-get", "hello"), reset),
                arguments("GET that counts", "/counted/once", get("/counted/once"), reset),
                arguments("GET with an answer begun", "/open/once-begun", get("/open/once-begun"), answering));
    }

    @Test
    void retriesStayWithinTheirBudget() {
        goWell("/open/well");
        int requests = 200;
        var upstream = new Flapping();
        origin().on("/open/budget", upstream.endingBy(Origin.Connection::reset));

        var statuses = new ArrayList<Integer>();
        try (var client = connect()) {
            for (int i = 0; i < requests; i++) {
                statuses.add(client.send(get("/open/budget")).reply().status());
            }
        }

        assertThat(statuses).contains(200, 502).containsOnly(200, 502);
        assertThat(origin().received("/open/budget").size())
                .isGreaterThan(requests)
                .isLessThanOrEqualTo((int) (requests * (1 + SHARE)) + SAVED);
    }
}
