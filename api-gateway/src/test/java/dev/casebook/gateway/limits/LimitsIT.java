package dev.casebook.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse.Code;
import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.RawClient;
import dev.casebook.gateway.support.Reply;
import dev.casebook.gateway.support.ScriptedLimiter;
import dev.casebook.gateway.support.TestIssuer;
import dev.casebook.gateway.support.Upstreams;
import io.grpc.Status;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the limiter is asked, and what becomes of a request by what it says. */
@QuarkusTest
class LimitsIT extends GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ConfigProperty(name = "quarkus.management.port")
    int managementPort;

    private final String mine = UUID.randomUUID().toString();

    private static ScriptedLimiter limiter() {
        return Upstreams.limiter();
    }

    /** The limiter answers, and the gateway asks it: nothing is left of the test before. */
    @BeforeEach
    void limiterIsThere() {
        limiter().on(ScriptedLimiter.admitting("X-RateLimit-Limit: 77"));
        var tenant = "X-Tenant: " + UUID.randomUUID();
        await().atMost(PATIENCE).until(() -> ask(get("/limited/tenants/ready", tenant))
                .headers()
                .first("X-RateLimit-Limit")
                .isPresent());
    }

    private Reply askAsTenant(String path) {
        return ask(get(path, "X-Tenant: " + mine));
    }

    /** Of the one question about this test's request. */
    private List<String> descriptors() {
        return limiter().asked().stream()
                .filter(question -> question.toString().contains(mine))
                .map(RateLimitRequest::getDescriptorsList)
                .flatMap(List::stream)
                .map(LimitsIT::text)
                .toList();
    }

    private static String text(RateLimitDescriptor descriptor) {
        return String.join(
                " ",
                descriptor.getEntriesList().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
    }

    @Test
    void limiterIsAskedAboutWhatTheRouteNames() {
        assertThat(askAsTenant("/limited/tenants/x").status()).isEqualTo(200);

        assertThat(descriptors()).containsExactly("route=limited.tenants tenant=" + mine);
        assertThat(limiter().asked().getLast().getDomain()).isEqualTo("test");
    }

    @Test
    void requestThatLacksWhatALimitNamesIsNotLimitedByIt() {
        limiter().on(ScriptedLimiter.refusing());
        int before = limiter().asked().size();

        assertThat(ask(get("/limited/tenants/none")).status()).isEqualTo(200);
        assertThat(limiter().asked()).hasSize(before);
    }

    @Test
    void userIsWhoTheTokenSaysAndSecretsGoAsHashes() {
        var token = TestIssuer.token(Upstreams.issuer().key(), claims -> claims.setSubject("user-" + mine));

        var reply = ask(get("/limited/users/x?page=a%20b&page=c", "Authorization: Bearer " + token, "X-User: mallory"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(descriptors())
                .hasSize(2)
                .startsWith("user=user-%s plan=free of charge".formatted(mine))
                .last()
                .asString()
                .matches("key=[A-Za-z0-9_-]{20} page=a b");
        assertThat(limiter().asked().getLast().getDomain()).isEqualTo("limited");
    }

    @Test
    void whoHasNoTokenIsRefusedBeforeTheLimiterIsAsked() {
        int before = limiter().asked().size();

        assertThat(ask(get("/limited/users/none")).status()).isEqualTo(401);
        assertThat(limiter().asked()).hasSize(before);
    }

    @Test
    void addressIsThatOfTheConnectionWhateverTheClientClaims() {
        ask(get("/limited/addresses/x", "X-Forwarded-For: 203.0.113.9", "X-Real-IP: 203.0.113.9"));

        assertThat(text(limiter().asked().getLast().getDescriptors(0))).isEqualTo("remote_address=127.0.0.1");
    }

    @Test
    void longValueIsHashed() {
        ask(get("/limited/tenants/long", "X-Tenant: " + "x".repeat(500)));

        assertThat(text(limiter().asked().getLast().getDescriptors(0)))
                .matches("route=limited.tenants tenant=[A-Za-z0-9_-]{20}");
    }

    @Test
    void refusalSaysWhenToComeBackAndNothingReachesTheService() {
        limiter()
                .on(ScriptedLimiter.refusing(
                        "Retry-After: 7", "RateLimit: \"user\";r=0;t=7", "RateLimit-Policy: \"user\";q=10;w=60"));

        var reply = askAsTenant("/limited/tenants/refused");

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.text()).contains("/rate-limited", "route and tenant of test");
        assertThat(reply.headers().all("Retry-After")).containsExactly("7");
        assertThat(reply.headers().all("RateLimit")).containsExactly("\"user\";r=0;t=7");
        assertThat(reply.headers().all("RateLimit-Policy")).containsExactly("\"user\";q=10;w=60");
        assertThat(origin().received("/limited/tenants/refused")).isEmpty();
    }

    @Test
    void answersOfTheServiceTellHowThingsStandBesideWhatTheServiceSays() {
        limiter().on(ScriptedLimiter.admitting("RateLimit: \"user\";r=9;t=7", "Retry-After: 7"));
        origin().on(
                        "/limited/tenants/told",
                        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nRateLimit: \"own\";r=1;t=1\r\n\r\n");

        var reply = askAsTenant("/limited/tenants/told");

        assertThat(reply.headers().all("RateLimit")).containsExactly("\"own\";r=1;t=1", "\"user\";r=9;t=7");
        assertThat(reply.headers().first("Retry-After")).isEmpty();
    }

    @Test
    void limiterHasNoSayInOtherHeadersNorInHowTheyEnd() {
        limiter().on(ScriptedLimiter.admitting("Set-Cookie: a=b", "RateLimit: x\r\nSet-Cookie: a=b"));

        var reply = askAsTenant("/limited/tenants/injected");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().first("Set-Cookie")).isEmpty();
        assertThat(reply.headers().first("RateLimit")).isEmpty();
    }

    @Test
    void bodyIsKeptWhileTheLimiterIsAsked() {
        var reply = ask(request("POST", "/limited/tenants/body", "hello", "X-Tenant: " + mine));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(origin().last("/limited/tenants/body").orElseThrow().bodyText())
                .isEqualTo("hello");
    }

    @Test
    void answerThatMakesNoSenseIsNone() {
        limiter()
                .on((question, to) -> ScriptedLimiter.answer(
                        to,
                        ScriptedLimiter.response(question, Code.OK)
                                .clearStatuses()
                                .build()));

        assertThat(askAsTenant("/limited/tenants/nonsense").status()).isEqualTo(200);
        var closed = askAsUser("/limited/users/nonsense");
        assertThat(closed.status()).isEqualTo(503);
        assertThat(closed.text()).contains("limiter-unavailable");
        assertThat(origin().received("/limited/users/nonsense")).isEmpty();
    }

    @Test
    void errorOfTheLimiterIsAsIfItWereUnreachable() {
        limiter().on((question, to) -> to.onError(Status.RESOURCE_EXHAUSTED.asRuntimeException()));

        assertThat(askAsTenant("/limited/tenants/error").status()).isEqualTo(200);
        assertThat(askAsUser("/limited/users/error").status()).isEqualTo(503);
    }

    private Reply askAsUser(String path) {
        return ask(get(path, "Authorization: Bearer " + Upstreams.issuer().token()));
    }

    @Test
    void limiterThatIsGoneLeavesItToEachLimitAndIsAskedAgainWhenItIsBack() {
        limiter().stop();
        try {
            assertThat(askAsTenant("/limited/tenants/gone").status()).isEqualTo(200);
            var closed = askAsUser("/limited/users/gone");
            assertThat(closed.status()).isEqualTo(503);
            assertThat(closed.header("Retry-After")).isEqualTo("1");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            ask(get("/limited/addresses/gone")).status())
                    .isEqualTo(429));
            assertThat(origin().received("/limited/addresses/gone")).hasSize(2);
            assertThat(ask(get("/limited/addresses/gone")).header("Retry-After"))
                    .isEqualTo("3600");
        } finally {
            limiter().restart();
        }

        limiter().on(ScriptedLimiter.refusing());
        await().atMost(PATIENCE)
                .until(() -> askAsTenant("/limited/tenants/back").status() == 429);
    }

    @Test
    void limiterThatHangsIsLeftAloneAfterAFewRequests() {
        limiter().on(ScriptedLimiter.hanging());
        var clients = Stream.generate(() -> connect().send(get("/limited/tenants/hung", "X-Tenant: " + mine)))
                .limit(40)
                .toList();
        try {
            assertThat(clients).extracting(client -> client.reply().status()).containsOnly(200);
        } finally {
            clients.forEach(RawClient::close);
        }

        int before = limiter().asked().size();
        assertThat(askAsTenant("/limited/tenants/spared").status()).isEqualTo(200);
        assertThat(limiter().asked()).hasSize(before);
    }

    @Test
    void leasedTokensAreSpentWithoutAsking() {
        limiter().leases().assign(1000);
        askAsTenant("/limited/leased/first");
        int before = limiter().leases().reports().size();

        for (int i = 0; i < 100; i++) {
            assertThat(askAsTenant("/limited/leased/x").status()).isEqualTo(200);
        }

        assertThat(limiter().leases().reports()).hasSize(before);
    }

    @Test
    void denialRefusesUntilItEnds() {
        limiter().leases().deny(7);

        var reply = askAsTenant("/limited/leased/denied");

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("Retry-After")).matches("[67]");
        limiter().leases().assign(1000);
        await().atMost(PATIENCE)
                .until(() -> askAsTenant("/limited/leased/denied").status() == 200);
    }

    @Test
    void whatIsLeasedOutlivesTheLimiterAndThenTheLimitDecides() {
        limiter().leases().assign(10);
        assertThat(askAsTenant("/limited/leased/a").status()).isEqualTo(200);
        limiter().stop();
        try {
            await().atMost(PATIENCE)
                    .until(() -> askAsTenant("/limited/leased/b").status() == 503);
            assertThat(origin().received("/limited/leased/b")).hasSize(9);
        } finally {
            limiter().restart();
        }

        await().atMost(PATIENCE).until(() -> askAsTenant("/limited/leased/c").status() == 200);
    }

    @Test
    void whatIsLeasedIsLookedAtFirst() {
        limiter().leases().deny(3600);
        // On a busy machine the denial comes too late for those who ask first.
        await().atMost(PATIENCE).until(() -> askAsTenant("/limited/both/x").status() == 429);
        int before = limiter().asked().size();

        assertThat(askAsTenant("/limited/both/x").status()).isEqualTo(429);
        assertThat(limiter().asked()).hasSize(before);
    }

    @Test
    void whoMayKnowIsToldWhatEachLimitSaid() {
        limiter().on(ScriptedLimiter.refusing("Retry-After: 9"));
        var token = TestIssuer.token(Upstreams.issuer().key(), claims -> claims.setClaim("scope", "gateway:explain"));

        var reply = ask(get(
                "/limited/tenants/explained",
                "X-Tenant: " + mine,
                "X-Casebook-Explain: 1",
                "Authorization: Bearer " + token));

        assertThat(reply.header("X-Casebook-Explanation"))
                .contains("\"what\":\"limit\",\"text\":\"route and tenant of test: refused for 9 s by the limiter\"");
    }

    @Test
    void decisionsAreCountedAndShown() {
        limiter().on(ScriptedLimiter.refusing());
        askAsTenant("/limited/tenants/counted");

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(ask(get("/", "Accept: text/html")).text())
                    .containsPattern(
                            "<td>limited.tenants</td><td>route and tenant of test</td><td>remote</td><td>open</td>");
            try (var client = new RawClient(managementPort)) {
                assertThat(client.send(get("/q/metrics")).reply().text())
                        .containsPattern(
                                "gateway_limits_total\\{by=\"limiter\",.*outcome=\"refused\",route=\"limited.tenants\"");
            }
        });
    }
}
