package dev.casebook.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.Reply;
import dev.casebook.gateway.support.ScriptedLimiter;
import dev.casebook.gateway.support.Upstreams;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As on a laptop: the gateway is the issuer. Behind a proxy of ours, too. */
@QuarkusTest
@TestProfile(DevelopmentIssuerIT.Laptop.class)
class DevelopmentIssuerIT extends GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public static final class Laptop implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "casebook.gateway.issuer.enabled",
                    "true",
                    "casebook.gateway.clients.trusted-proxies",
                    "10.0.0.0/8,127.0.0.0/8");
        }
    }

    private Reply token(String body) {
        return ask(request("POST", "/auth/token", body, "Content-Type: application/json"));
    }

    private static JsonNode json(Reply reply) {
        try {
            return new ObjectMapper().readTree(reply.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(reply.text(), e);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tokenOpensARoute() {
        var reply = token("{\"subject\":\"alice\"}");

        var answer = json(reply);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.path("expires_in").asLong()).isEqualTo(3600);
        assertThat(ask(get(
                                "/private/mine",
                                "Authorization: Bearer "
                                        + answer.path("access_token").asText()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void tokenHasTheScopesThatWereAskedFor() {
        var reply = json(token("{\"subject\":\"alice\",\"scope\":\"things:read things:write\"}"));
        var header = "Authorization: Bearer " + reply.path("access_token").asText();

        assertThat(ask(get("/scoped/mine", header)).status()).isEqualTo(200);
        assertThat(json(token("{\"subject\":\"alice\",\"scope\":\"a\\\"b\"}"))
                        .at("/errors/0/field")
                        .asText())
                .isEqualTo("scope");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"subject\":7}",
                "{\"subject\":\"\"}",
                "{\"subject\":\"a b\"}",
                "{\"subject\":\"\\u0000\"}",
                "{\"subject\":\"@\"}"
            })
    void subjectMustBeAName(String body) {
        var reply = token(body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(json(reply).at("/errors/0/field").asText()).isEqualTo("subject");
    }

    @Test
    void bodyMustBeJson() {
        assertThat(json(token("{")).path("type").asText()).endsWith("/malformed-json");
    }

    @Test
    void bodyMustBeSmall() {
        assertThat(token("{\"subject\":\"%s\"}".formatted("a".repeat(5000))).status())
                .isEqualTo(413);
    }

    @Test
    void onlyPublicHalfOfTheKeyIsShown() {
        var key = json(ask(get("/.well-known/jwks.json"))).at("/keys/0");

        assertThat(key.path("kty").asText()).isEqualTo("RSA");
        assertThat(key.path("alg").asText()).isEqualTo("RS256");
        assertThat(key.path("kid").asText()).isNotEmpty();
        assertThat(key.has("d") || key.has("p") || key.has("q")).isFalse();
    }

    @Test
    void tokensComeOnlyByPost() {
        var reply = ask(get("/auth/token"));

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("Allow")).isEqualTo("POST");
    }

    @Test
    void limitIsByTheClientBehindOurProxiesAndNotByWhatItClaims() {
        Upstreams.limiter().on(ScriptedLimiter.admitting());

        await().atMost(PATIENCE).untilAsserted(() -> {
            ask(get(
                    "/limited/addresses/behind",
                    "X-Forwarded-For: 198.51.100.1, 203.0.113.7",
                    "X-Forwarded-For: 10.1.2.3"));
            assertThat(Upstreams.limiter().asked()).anySatisfy(question -> assertThat(
                            question.getDescriptors(0).getEntries(0).getValue())
                    .isEqualTo("203.0.113.7"));
        });
        assertThat(Upstreams.limiter().asked())
                .noneMatch(question -> question.toString().contains("198.51.100.1"));
    }

    @Test
    void wordOfATrustedProxyIsAppendedTo() {
        ask(get(
                "/open/behind",
                "X-Forwarded-For: 203.0.113.7",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: shop.test",
                "Forwarded: for=203.0.113.7;proto=https"));

        var headers = origin().last("/open/behind").orElseThrow().headers();
        assertThat(headers.all("X-Forwarded-For")).containsExactly("203.0.113.7, 127.0.0.1");
        assertThat(headers.all("X-Forwarded-Proto")).containsExactly("https");
        assertThat(headers.all("X-Forwarded-Host")).containsExactly("shop.test");
        assertThat(headers.all("Forwarded"))
                .containsExactly("for=203.0.113.7;proto=https, for=127.0.0.1;host=\"gateway.test\";proto=http");
    }
}
