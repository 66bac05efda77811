package dev.casebook.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse.Code;
import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.Origin;
import dev.casebook.gateway.support.RawClient;
import dev.casebook.gateway.support.ScriptedLimiter;
import dev.casebook.gateway.support.TestIssuer;
import dev.casebook.gateway.support.Upstreams;
import dev.casebook.gateway.support.WebSockets;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** At most so many requests of a route at one time. */
@QuarkusTest
class ConcurrencyIT extends GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @ConfigProperty(name = "quarkus.management.port")
    int managementPort;

    @Inject
    InFlight inFlight;

    @Inject
    MeterRegistry meters;

    private final List<RawClient> clients = new ArrayList<>();
    private final String alice = userOf(UUID.randomUUID().toString());
    private final String bob = userOf(UUID.randomUUID().toString());

    private static String userOf(String subject) {
        return "Authorization: Bearer "
                + TestIssuer.token(Upstreams.issuer().key(), claims -> {
                    claims.setSubject(subject);
                    claims.setStringClaim("scope", "gateway:explain");
                });
    }

    @AfterEach
    void nothingIsLeftOfWhatIsOver() {
        Upstreams.limiter().on(ScriptedLimiter.admitting());
        clients.forEach(RawClient::close);
        await().atMost(PATIENCE).until(inFlight::isEmpty);
    }

    /** A request that is with the service, which does not answer it before its client leaves. */
    private RawClient hold(String path, String... headers) {
        return hold(path, (request, connection) -> connection.isEnded(), headers);
    }

    private RawClient hold(String path, Origin.Script script, String... headers) {
        origin().on(path, script);
        int before = origin().received(path).size();
        var client = connect().send(get(path, headers));
        clients.add(client);
        await().atMost(PATIENCE).until(() -> origin().received(path).size() > before);
        return client;
    }

    private int status(String path, String... headers) {
        return ask(get(path, headers)).status();
    }

    @Test
    void placesOfAUserAreTakenUntilARequestIsAnswered() {
        var go = new CountDownLatch(1);
        hold("/at-once/users/held", alice);
        var answered = hold(
                "/at-once/users/answered",
                (request, connection) -> {
                    pass(go);
                    connection.send(OK);
                },
                alice);

        var refused = ask(get("/at-once/users/refused", alice));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.text())
                .contains("/too-many-at-once", "At most 2 requests of a user at one time", "safe to repeat");
        assertThat(origin().received("/at-once/users/refused")).isEmpty();
        assertThat(status("/at-once/users/bobs", bob)).isEqualTo(200);

        go.countDown();
        assertThat(answered.reply().status()).isEqualTo(200);
        assertThat(status("/at-once/users/admitted", alice)).isEqualTo(200);
    }

    @Test
    void clientThatLeavesGivesItsPlaceBack() {
        hold("/at-once/users/held", alice);
        var leaving = hold("/at-once/users/left", alice);
        assertThat(status("/at-once/users/third", alice)).isEqualTo(429);

        leaving.close();

        await().atMost(PATIENCE).until(() -> status("/at-once/users/third", alice) == 200);
    }

    @Test
    void requestsOfAnAddressCountTogetherWhateverItClaims() {
        hold("/at-once/addresses/held", "X-Forwarded-For: 203.0.113.1");
        hold("/at-once/addresses/held", "X-Forwarded-For: 203.0.113.2");

        var refused = ask(get("/at-once/addresses/third", "X-Forwarded-For: 203.0.113.3"));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).contains("At most 2 requests of an address at one time");
    }

    @Test
    void requestsOfARouteCountTogetherWhoeverSendsThem() {
        hold("/at-once/both/held", alice);
        hold("/at-once/both/held", bob);

        var refused = ask(get("/at-once/both/third", userOf("carol")));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).contains("At most 2 requests of this route at one time");
    }

    @Test
    void whoIsRefusedByOneLimitHoldsNoPlaceOfAnother() {
        hold("/at-once/both/held", alice);
        for (int i = 0; i < 3; i++) {
            var refused = ask(get("/at-once/both/again", alice));
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.text()).contains("At most 1 request of a user at one time");
        }

        assertThat(status("/at-once/both/other", bob)).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource
    void placeIsGivenBackHoweverAnAnswerEnds(Origin.Script end) {
        origin().on("/at-once/one/ending", end);
        try (var client = connect()) {
            client.send(request(
                    "POST",
                    "/at-once/one/ending",
                    "hello",
                    "Connection: close",
                    "x-envoy-expected-rq-timeout-ms: 300"));
            client.end();
        }

        assertThat(status("/at-once/one/next")).isEqualTo(200);
    }

    static Stream<Origin.Script> placeIsGivenBackHoweverAnAnswerEnds() {
        return Stream.of(
                // 502.
                (request, connection) -> connection.reset(),
                // Cut off.
                (request, connection) -> {
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                    connection.reset();
                },
                // 504.
                (request, connection) -> connection.isEnded());
    }

    @Test
    void webSocketHoldsItsPlaceUntilItCloses() {
        origin().onHead("/at-once/socket/open", (request, connection) -> {
            connection.send(WebSockets.accepted());
            connection.isEnded();
        });
        var socket = connect().send(WebSockets.handshake("/at-once/socket/open"));
        clients.add(socket);
        assertThat(socket.replyWithoutBody().status()).isEqualTo(101);
        assertThat(ask(WebSockets.handshake("/at-once/socket/open")).status()).isEqualTo(429);
        assertThat(status("/at-once/socket/ordinary")).isEqualTo(429);

        socket.close();

        await().atMost(PATIENCE).until(() -> status("/at-once/socket/ordinary") == 200);
    }

    @Test
    void whomTheLimiterRefusesTakesNoPlace() {
        Upstreams.limiter().on(ScriptedLimiter.refusing());
        await().atMost(PATIENCE)
                .until(() -> ask(get("/at-once/rated/refused")).text().contains("/rate-limited"));
        assertThat(inFlight.isEmpty()).isTrue();

        Upstreams.limiter().on(ScriptedLimiter.admitting());
        hold("/at-once/rated/held");
        assertThat(ask(get("/at-once/rated/second")).text()).contains("/too-many-at-once");
    }

    @Test
    void whoLeavesWhileTheLimiterIsAskedTakesNoPlace() {
        Upstreams.limiter().on(ScriptedLimiter.admitting());
        await().atMost(PATIENCE).until(() -> status("/at-once/rated/ready") == 200);
        var go = new CountDownLatch(1);
        Upstreams.limiter().on((question, to) -> {
            pass(go);
            ScriptedLimiter.answer(
                    to, ScriptedLimiter.response(question, Code.OK).build());
        });
        int before = Upstreams.limiter().asked().size();
        long gone = gone();
        double decided = decided();
        try (var client = connect().send(get("/at-once/rated/left"))) {
            await().atMost(PATIENCE).until(() -> Upstreams.limiter().asked().size() > before);
        }
        await().atMost(PATIENCE).until(() -> gone() > gone);

        go.countDown();
        await().atMost(PATIENCE).until(() -> decided() > decided);

        assertThat(status("/at-once/rated/next")).isEqualTo(200);
        assertThat(origin().received("/at-once/rated/left")).isEmpty();
    }

    /** Requests of the route whose clients left before they were answered. */
    private long gone() {
        return meters
                .find("gateway.requests")
                .tags("route", "at-once.rated", "outcome", "client-gone")
                .timers()
                .stream()
                .mapToLong(Timer::count)
                .sum();
    }

    private double decided() {
        return meters.find("gateway.limits").tag("route", "at-once.rated").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Test
    void limitThatChangesGoesOnFromWhatIsUnderWay() throws IOException {
        var file = Upstreams.routes().resolve("at-once-reload.yaml");
        try {
            Files.writeString(file, reloaded("concurrency: [{ most: 2, by: route }]"));
            await().atMost(PATIENCE).until(() -> status("/reloaded/x") == 200);
            hold("/reloaded/held");
            hold("/reloaded/held");
            assertThat(status("/reloaded/x")).isEqualTo(429);

            Files.writeString(file, reloaded("concurrency: [{ most: 3, by: route }]"));
            await().atMost(PATIENCE).until(() -> status("/reloaded/x") == 200);
            hold("/reloaded/held");
            assertThat(status("/reloaded/x")).isEqualTo(429);

            Files.writeString(file, reloaded("priority: 1"));
            await().atMost(PATIENCE).until(() -> status("/reloaded/x") == 200);
        } finally {
            Files.deleteIfExists(file);
            await().atMost(PATIENCE).until(() -> status("/reloaded/x") == 404);
        }
    }

    private static String reloaded(String field) {
        return """
                upstream: origin
                routes: [{ id: held, path: /reloaded/**, methods: [GET], auth: none, timeouts: { response: 5m }, %s }]
                """.formatted(field);
    }

    @Test
    void whoMayKnowIsToldWhichLimitHasNoRoom() {
        hold("/at-once/both/held", alice);

        assertThat(explained(alice))
                .contains(
                        "\"what\":\"concurrency\"",
                        "At most 1 request of a user at one time: refused with 1 in flight");
        assertThat(explained(bob))
                .contains(
                        "At most 2 requests of this route at one time: admitted with 1 in flight",
                        "At most 1 request of a user at one time: admitted with 0 in flight");
    }

    private String explained(String user) {
        return ask(get("/at-once/both/explained", user, "X-Casebook-Explain: 1"))
                .header("X-Casebook-Explanation");
    }

    @Test
    void refusalsAreCountedAndShown() {
        hold("/at-once/both/held", alice);
        status("/at-once/both/refused", alice);

        var page = ask(get("/", "Accept: text/html"));

        assertThat(page.text())
                .containsPattern(
                        "<td>at-once.both</td><td>user</td><td class=\"number\">1</td><td class=\"number\">1</td>"
                                + "<td class=\"number bad\">[1-9]");
        try (var client = new RawClient(managementPort)) {
            assertThat(client.send(get("/q/metrics")).reply().text())
                    .containsPattern("gateway_concurrency_refused_total\\{by=\"user\",.*route=\"at-once.both\"");
        }
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
