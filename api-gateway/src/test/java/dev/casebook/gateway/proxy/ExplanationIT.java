package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.Reply;
import dev.casebook.gateway.support.TestIssuer;
import dev.casebook.gateway.support.Upstreams;
import dev.casebook.gateway.support.WebSockets;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Why a request went where it went, for those who may know. */
@QuarkusTest
class ExplanationIT extends GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ASKED = "X-Casebook-Explain: 1";
    private static final String ANSWER = "X-Casebook-Explanation";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static String bearer(String scope) {
        return "Authorization: Bearer "
                + TestIssuer.token(Upstreams.issuer().key(), claims -> claims.setClaim("scope", scope));
    }

    private Reply explained(String method, String path, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        all.addAll(List.of(ASKED, bearer("gateway:explain")));
        return ask(request(method, path, "", all.toArray(String[]::new)));
    }

    /** Each as {@code what: text}. */
    private static List<String> steps(Reply reply) {
        try {
            var steps = new ArrayList<String>();
            JSON.readTree(reply.header(ANSWER))
                    .forEach(step -> steps.add(step.path("what").asText() + ": "
                            + step.path("text").asText()));
            return steps;
        } catch (JsonProcessingException e) {
            throw new AssertionError("no explanation: " + reply.header(ANSWER), e);
        }
    }

    @Test
    void routeAndThoseThatAreNotItAreTold() {
        var steps = steps(explained("GET", "/match/x", "X-Beta: yes"));

        assertThat(steps)
                .startsWith("route: matching.beta: GET /match/**", "auth: none", "asks for: /match/x")
                .contains(
                        "other route: matching.plain: asks for less in headers and query",
                        "other route: matching.debug: wants the parameter debug: *",
                        "other route: matching.other-upstream: is for *.pair.test")
                .endsWith("answer: 200")
                .anyMatch(step -> step.matches("instance: origin 127\\.0\\.0\\.1:\\d+: ready, \\d+ in flight.*"));
    }

    @Test
    void whatTheRouteDoesIsTold() {
        assertThat(steps(explained("GET", "/shop/a?b=c")))
                .contains(
                        "asks for: /open/stripped/a?b=c",
                        "request headers: removed [cookie], set [x-from], added [x-tag]");
        assertThat(steps(explained("GET", "/json/explained")))
                .contains(
                        "request JSON: rename /url to longUrl, move /meta/title to /title, set /source",
                        "answer JSON: remove /items/*/secret");
    }

    @Test
    void instancesThatDoNotGetItAreToldWithTheReason() {
        Upstreams.first().ready(false);
        try {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(steps(explained("GET", "/pair/explained")))
                    .anyMatch(step -> step.matches("other instance: pair .*: not-ready"))
                    .anyMatch(step -> step.matches("instance: pair .*: ready.*")));
        } finally {
            Upstreams.first().ready(true);
            await().atMost(PATIENCE)
                    .until(() -> ask(get("/healthz")).text().contains("\"pair\":[\"ready\",\"ready\"]"));
        }
    }

    @Test
    void tokenThatTheRouteNeedsIsTold() {
        assertThat(steps(explained("GET", "/private/explained")))
                .contains("auth: jwt", "token: good", "sent: the head");
    }

    @Test
    void cacheIsTold() {
        origin().on(
                        "/cached/explained",
                        "HTTP/1.1 200 OK\r\nCache-Control: public, max-age=600\r\nContent-Length: 0\r\n\r\n");

        assertThat(steps(explained("GET", "/cached/explained"))).contains("cache: forwards, since: miss");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(steps(explained("GET", "/cached/explained")))
                .contains("cache: hit"));
    }

    @Test
    void refusalIsTold() {
        var reply = explained("POST", "/match/x");

        assertThat(reply.status()).isEqualTo(405);
        assertThat(steps(reply)).contains("other route: matching.plain: takes no POST", "answer: 405");
    }

    @Test
    void gatewaysOwnAnswerIsTold() {
        assertThat(steps(explained("GET", "/healthz"))).startsWith("own: /healthz");
    }

    @Test
    void webSocketIsTold() {
        origin().onHead("/socket/explained", (request, connection) -> {
            connection.send(WebSockets.accepted());
            connection.isEnded();
        });
        try (var client = connect()) {
            var reply = client.send(WebSockets.handshake("/socket/explained", ASKED, bearer("gateway:explain")))
                    .replyWithoutBody();

            assertThat(reply.status()).isEqualTo(101);
            assertThat(steps(reply)).contains("route: origin.socket: GET /socket/**", "answer: 101");
        }
    }

    @ParameterizedTest
    @MethodSource
    void nobodyElseIsToldAnythingAndIsServedAllTheSame(String authorization) {
        var reply = ask(get("/open/unexplained", ASKED, authorization));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().all(ANSWER)).isEmpty();
    }

    static Stream<String> nobodyElseIsToldAnythingAndIsServedAllTheSame() {
        return Stream.of(
                "X-Nothing: here",
                bearer("gateway:other"),
                "Authorization: Bearer nonsense",
                "Authorization: Bearer "
                        + TestIssuer.token(
                                TestIssuer.newKey("first"), claims -> claims.setClaim("scope", "gateway:explain")));
    }

    @Test
    void whoDoesNotAskIsNotTold() {
        var reply = ask(get("/open/unasked", bearer("gateway:explain")));

        assertThat(reply.headers().all(ANSWER)).isEmpty();
    }

    @Test
    void serviceDoesNotSeeTheQuestion() {
        explained("GET", "/open/question");

        assertThat(origin().last("/open/question").orElseThrow().headers().all("X-Casebook-Explain"))
                .isEmpty();
    }
}
