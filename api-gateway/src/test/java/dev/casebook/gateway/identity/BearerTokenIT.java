package dev.casebook.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.Reply;
import dev.casebook.gateway.support.TestIssuer;
import dev.casebook.gateway.support.Upstreams;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BearerTokenIT extends GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Reply askWith(String path, String token) {
        return ask(get(path, "Authorization: Bearer " + token));
    }

    @Test
    void goodTokenIsPassedOnToTheService() {
        var token = Upstreams.issuer().token();

        assertThat(askWith("/private/good", token).status()).isEqualTo(200);
        assertThat(origin().last("/private/good").orElseThrow().headers().all("Authorization"))
                .containsExactly("Bearer " + token);
    }

    @Test
    void bodyWaitsForTheToken() {
        var reply = ask(request(
                "POST",
                "/private/body",
                "hello",
                "Authorization: Bearer " + Upstreams.issuer().token()));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(origin().last("/private/body").orElseThrow().bodyText()).isEqualTo("hello");
    }

    @Test
    void requestWithoutTokenIsChallenged() {
        var reply = ask(get("/private/none"));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"casebook\"");
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void twoTokensAreNone() {
        var header = "Authorization: Bearer " + Upstreams.issuer().token();

        assertThat(ask(get("/private/two", header, header)).status()).isEqualTo(401);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void badTokenIsRefused(String fault, Supplier<String> token) {
        var reply = askWith("/private/bad", token.get());

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
        assertThat(origin().received("/private/bad")).isEmpty();
    }

    static Stream<Arguments> badTokenIsRefused() {
        return Stream.of(
                fault("expired", claims -> claims.setExpirationTime(TestIssuer.at(Duration.ofMinutes(-2)))),
                fault("not valid yet", claims -> claims.setNotBefore(TestIssuer.at(Duration.ofMinutes(2)))),
                fault("other issuer", claims -> claims.setIssuer("https://evil.test")),
                fault("other audience", claims -> claims.setAudience("another")),
                fault("no audience", claims -> claims.unsetClaim("aud")),
                fault("no expiry", claims -> claims.unsetClaim("exp")),
                fault("no subject", claims -> claims.unsetClaim("sub")),
                arguments("not a token", (Supplier<String>) () -> "abc"),
                arguments("algorithm none", (Supplier<String>) BearerTokenIT::unsigned),
                arguments("signed with the public key as a secret", (Supplier<String>) BearerTokenIT::confused),
                arguments("other key under a known id", (Supplier<String>)
                        () -> TestIssuer.token(TestIssuer.newKey("first"), claims -> {})),
                arguments("claims changed", (Supplier<String>) BearerTokenIT::tampered));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void tokenIsGoodWithinTheSkewOfClocks(String what, Consumer<JwtClaims> change) {
        var token = TestIssuer.token(Upstreams.issuer().key(), change);

        assertThat(askWith("/private/skewed", token).status()).isEqualTo(200);
    }

    static Stream<Arguments> tokenIsGoodWithinTheSkewOfClocks() {
        return Stream.of(
                arguments("just expired", (Consumer<JwtClaims>)
                        claims -> claims.setExpirationTime(TestIssuer.at(Duration.ofSeconds(-10)))),
                arguments("not valid yet, but soon", (Consumer<JwtClaims>)
                        claims -> claims.setNotBefore(TestIssuer.at(Duration.ofSeconds(20)))),
                arguments("one of several audiences", (Consumer<JwtClaims>)
                        claims -> claims.setAudience("another", TestIssuer.AUDIENCE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS384", "RS512", "PS256"})
    void algorithmThatIsNotOnTheListIsRefusedThoughItsSignatureIsGood(String algorithm) throws JoseException {
        var key = Upstreams.issuer().key();
        var signature = new JsonWebSignature();
        signature.setPayload(new String(
                Base64.getUrlDecoder().decode(payload(Upstreams.issuer().token())), StandardCharsets.UTF_8));
        signature.setKey(key.getPrivateKey());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(algorithm);

        var reply = askWith("/private/algorithm", signature.getCompactSerialization());

        assertThat(reply.status()).isEqualTo(401);
        assertThat(origin().received("/private/algorithm")).isEmpty();
    }

    private static Arguments fault(String name, Consumer<JwtClaims> change) {
        return arguments(name, (Supplier<String>)
                () -> TestIssuer.token(Upstreams.issuer().key(), change));
    }

    private static String unsigned() {
        return encoded("{\"alg\":\"none\",\"kid\":\"first\"}") + "."
                + payload(Upstreams.issuer().token()) + ".";
    }

    private static String confused() {
        var key = Upstreams.issuer().key();
        var signature = new JsonWebSignature();
        signature.setPayload(new String(
                Base64.getUrlDecoder().decode(payload(Upstreams.issuer().token())), StandardCharsets.UTF_8));
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        signature.setKey(new HmacKey(key.getPublicKey().getEncoded()));
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String tampered() {
        var parts = Upstreams.issuer().token().split("\\.");
        var claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        return parts[0] + "." + encoded(claims.replace("alice", "mallory")) + "." + parts[2];
    }

    private static String payload(String token) {
        return token.split("\\.")[1];
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "scope {0}")
    @CsvSource({
        "things:read things:write, 200",
        "other  things:write things:read, 200",
        "things:read, 403",
        "things:read things:writer, 403",
        "THINGS:READ things:write, 403",
        "' ', 403"
    })
    void tokenNeedsEveryScopeOfTheRoute(String scope, int status) {
        var token = TestIssuer.token(Upstreams.issuer().key(), claims -> claims.setClaim("scope", scope));
        int before = origin().received("/scoped/x").size();

        // The second time it is remembered.
        for (int i = 0; i < 2; i++) {
            assertThat(askWith("/scoped/x", token).status()).isEqualTo(status);
        }

        assertThat(origin().received("/scoped/x")).hasSize(before + (status == 200 ? 2 : 0));
    }

    @Test
    @DisplayName("RFC 6750 §3.1: who lacks a scope is told which")
    void whoLacksAScopeIsToldWhich() {
        var reply = askWith("/scoped/y", Upstreams.issuer().token());

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.header("WWW-Authenticate"))
                .isEqualTo(
                        "Bearer realm=\"casebook\", error=\"insufficient_scope\", scope=\"things:read things:write\"");
        assertThat(reply.text()).contains("insufficient-scope");
        assertThat(ask(get("/scoped/y")).status()).isEqualTo(401);
    }

    @Test
    void scopeThatIsNoTextIsABadToken() {
        var token =
                TestIssuer.token(Upstreams.issuer().key(), claims -> claims.setClaim("scope", List.of("things:read")));

        assertThat(askWith("/scoped/z", token).status()).isEqualTo(401);
    }

    @Test
    void keyThatTheIssuerAddsIsFound() {
        askWith("/private/warm", Upstreams.issuer().token());
        var added = Upstreams.issuer().publish("added");
        var token = TestIssuer.token(added, claims -> {});

        await().atMost(PATIENCE).until(() -> askWith("/private/added", token).status() == 200);
    }

    @Test
    void tokensWithUnknownKeysDoNotFloodTheIssuer() {
        askWith("/private/warm", Upstreams.issuer().token());
        var unknown = TestIssuer.token(TestIssuer.newKey("unknown"), claims -> {});
        int before = Upstreams.issuer().asked();
        long start = System.nanoTime();

        for (int i = 0; i < 200; i++) {
            assertThat(askWith("/private/unknown", unknown).status()).isEqualTo(401);
        }

        long halfSeconds = (System.nanoTime() - start) / 500_000_000;
        assertThat(Upstreams.issuer().asked() - before).isLessThanOrEqualTo((int) halfSeconds + 2);
    }

    @Test
    void knownKeysOutliveTheIssuer() {
        assertThat(askWith("/private/warm", Upstreams.issuer().token()).status())
                .isEqualTo(200);
        Upstreams.issuer().server().stop();
        try {
            // A new token each, so that none is remembered.
            for (int i = 0; i < 5; i++) {
                int id = i;
                var token = TestIssuer.token(Upstreams.issuer().key(), claims -> claims.setJwtId("away-" + id));
                assertThat(askWith("/private/away", token).status()).isEqualTo(200);
            }
            var unknown = TestIssuer.token(TestIssuer.newKey("nobody-knows"), claims -> {});
            await().atMost(PATIENCE)
                    .until(() -> askWith("/private/away", unknown).status() == 503);
            assertThat(askWith("/private/away", Upstreams.issuer().token()).status())
                    .isEqualTo(200);
        } finally {
            Upstreams.issuer().server().restart();
        }
        var unknown = TestIssuer.token(TestIssuer.newKey("nobody-knows"), claims -> {});
        await().atMost(PATIENCE).until(() -> askWith("/private/back", unknown).status() == 401);
    }

    @Test
    void serviceWithItsOwnKeysGetsTheHeaderUnread() {
        var reply = ask(get("/keyed/x", "Authorization: ApiKey 123"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(origin().last("/keyed/x").orElseThrow().headers().all("Authorization"))
                .containsExactly("ApiKey 123");
    }

    @Test
    void thereIsNoDevelopmentIssuerUnlessTheSettingsSaySo() {
        assertThat(ask(request("POST", "/auth/token", "{\"subject\":\"alice\"}"))
                        .status())
                .isEqualTo(404);
        assertThat(ask(get("/.well-known/jwks.json")).status()).isEqualTo(404);
    }
}
