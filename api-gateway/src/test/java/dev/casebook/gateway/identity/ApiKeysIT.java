package dev.casebook.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.RawClient;
import dev.casebook.gateway.support.Reply;
import dev.casebook.gateway.support.TestIssuer;
import dev.casebook.gateway.support.Upstreams;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that call with a key of the gateway's own, while people's tokens come from an issuer elsewhere. */
@QuarkusTest
@TestProfile(ApiKeysIT.WithKeys.class)
class ApiKeysIT extends GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Known to the profile and to the tests, which need not be loaded together. */
    private static final Path FILE = Path.of("target", "api-keys-it.yaml");

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String OTHER_SECRET = "fedcba9876543210fedcba9876543210";

    private static final String KEYS = """
            keys:
              - { id: ci, sha256: %1$s, subject: robot, scopes: ["things:read", "things:write"] }
              - { id: ci-next, sha256: %2$s, subject: robot, scopes: [] }
              - { id: old, sha256: %1$s, subject: robot, expires: 2020-01-01T00:00:00Z }
            """.formatted(sha256(SECRET), sha256(OTHER_SECRET));

    public static final class WithKeys implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Files.writeString(FILE, KEYS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Map.of(
                    "casebook.gateway.api-keys.file", FILE.toString(), "casebook.gateway.api-keys.reload", "100ms");
        }
    }

    @ConfigProperty(name = "quarkus.management.port")
    int managementPort;

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void keysAreAsTheyWere() throws IOException {
        if (!Files.readString(FILE).equals(KEYS)) {
            Files.writeString(FILE, KEYS);
            await().atMost(PATIENCE)
                    .until(() ->
                            askWith("/private/restored", "cbk_ci_" + SECRET).status() == 200
                                    && metrics().contains("gateway_api_keys_refused 0.0"));
        }
    }

    private Reply askWith(String path, String key) {
        return ask(get(path, "X-Api-Key: " + key));
    }

    private String metrics() {
        try (var client = new RawClient(managementPort)) {
            return client.send(get("/q/metrics")).reply().text();
        }
    }

    /** What the service got. */
    private static String token(String path) {
        var received = origin().last(path).orElseThrow().headers().all("Authorization");
        assertThat(received).hasSize(1);
        return received.getFirst().substring("Bearer ".length());
    }

    private List<JsonWebKey> published() throws JoseException {
        return new JsonWebKeySet(ask(get("/.well-known/jwks.json")).text()).getJsonWebKeys();
    }

    @Test
    void keyBecomesATokenThatAServiceBelieves() throws JoseException, InvalidJwtException {
        assertThat(askWith("/private/key", "cbk_ci_" + SECRET).status()).isEqualTo(200);

        assertThat(origin().last("/private/key").orElseThrow().headers().all("X-Api-Key"))
                .isEmpty();
        var claims = new JwtConsumerBuilder()
                .setExpectedIssuer(TestIssuer.ISSUER)
                .setExpectedAudience(TestIssuer.AUDIENCE)
                .setRequireExpirationTime()
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(published()))
                .build()
                .processToClaims(token("/private/key"));
        assertThat(claims.getClaimsMap())
                .containsEntry("sub", "robot")
                .containsEntry("upn", "robot")
                .containsEntry("client_id", "ci")
                .containsEntry("scope", "things:read things:write");
        assertThat(seconds(claims)).isEqualTo(60);
    }

    private static long seconds(JwtClaims claims) {
        try {
            return claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue();
        } catch (MalformedClaimException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void servicesFindTheKeysOfTheIssuerBesideOurs() throws JoseException {
        assertThat(published())
                .extracting(JsonWebKey::getKeyId)
                .contains(Upstreams.issuer().key().getKeyId())
                .hasSizeGreaterThan(1);
        assertThat(ask(get("/.well-known/jwks.json")).text()).doesNotContain("\"d\"", "\"p\"");
    }

    @Test
    void tokensOfPeopleAreGoodBesideKeys() {
        var token = Upstreams.issuer().token();

        assertThat(ask(get("/private/person", "Authorization: Bearer " + token)).status())
                .isEqualTo(200);
        assertThat(token("/private/person")).isEqualTo(token);
    }

    @Test
    void whatAServiceGetsIsNoTokenForAClient() {
        askWith("/private/leak", "cbk_ci_" + SECRET);

        var reply = ask(get("/private/leaked", "Authorization: Bearer " + token("/private/leak")));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(origin().received("/private/leaked")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cbk_ci_" + OTHER_SECRET,
                "cbk_nobody_" + SECRET,
                "cbk_old_" + SECRET,
                "cbk_ci_" + SECRET + "0",
                "cbk_ci_short",
                "cbk_ci",
                SECRET,
                "CBK_ci_" + SECRET
            })
    void whatIsNoKeyIsRefused(String key) {
        var reply = askWith("/private/refused", key);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"casebook\"");
        assertThat(reply.text()).doesNotContain(key);
        assertThat(origin().received("/private/refused")).isEmpty();
    }

    @Test
    void keyAndTokenTogetherAreRefused() {
        var reply = ask(get(
                "/private/both",
                "X-Api-Key: cbk_ci_" + SECRET,
                "Authorization: Bearer " + Upstreams.issuer().token()));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(ask(get("/private/both", "X-Api-Key: cbk_ci_" + SECRET, "X-Api-Key: cbk_ci_" + SECRET))
                        .status())
                .isEqualTo(401);
        assertThat(origin().received("/private/both")).isEmpty();
    }

    @Test
    void keyNeedsTheScopesOfTheRoute() {
        assertThat(askWith("/scoped/key", "cbk_ci_" + SECRET).status()).isEqualTo(200);

        var lacking = askWith("/scoped/key-next", "cbk_ci-next_" + OTHER_SECRET);

        assertThat(lacking.status()).isEqualTo(403);
        assertThat(lacking.text()).contains("insufficient-scope");
        assertThat(origin().received("/scoped/key-next")).isEmpty();
    }

    @Test
    void serviceWithKeysOfItsOwnGetsThemUnread() {
        assertThat(askWith("/keyed/own", "anything").status()).isEqualTo(200);

        assertThat(origin().last("/keyed/own").orElseThrow().headers().all("X-Api-Key"))
                .containsExactly("anything");
    }

    @Test
    void bothKeysOfASubjectAreGoodAndOneThatIsTakenAwayIsNot() throws IOException {
        assertThat(askWith("/private/one", "cbk_ci_" + SECRET).status()).isEqualTo(200);
        assertThat(askWith("/private/next", "cbk_ci-next_" + OTHER_SECRET).status())
                .isEqualTo(200);

        Files.writeString(FILE, KEYS.replaceAll("(?m)^.*id: ci,.*\\n", ""));

        await().atMost(PATIENCE)
                .until(() -> askWith("/private/one", "cbk_ci_" + SECRET).status() == 401);
        assertThat(askWith("/private/next", "cbk_ci-next_" + OTHER_SECRET).status())
                .isEqualTo(200);
    }

    @Test
    void fileWithAMistakeChangesNothingAndIsSaid() throws IOException {
        Files.writeString(FILE, "keys: [{ id: ci }]");

        await().atMost(PATIENCE).until(() -> metrics().contains("gateway_api_keys_refused 1.0"));
        assertThat(askWith("/private/still", "cbk_ci_" + SECRET).status()).isEqualTo(200);
    }

    @Test
    void limitMayBeByKey() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(askWith("/limited/keys/x", "cbk_ci_" + SECRET).status()).isEqualTo(200);
            assertThat(Upstreams.limiter().asked())
                    .anyMatch(question ->
                            question.getDescriptors(0).getEntries(0).getKey().equals("api_key")
                                    && question.getDescriptors(0)
                                            .getEntries(0)
                                            .getValue()
                                            .equals("ci"));
        });
    }

    @Test
    void requestsAtOneTimeMayBeLimitedByKey() {
        origin().on("/at-once/keys/held", (request, connection) -> connection.isEnded());
        try (var client = connect()) {
            client.send(get("/at-once/keys/held", "X-Api-Key: cbk_ci_" + SECRET));
            await().atMost(PATIENCE)
                    .until(() -> !origin().received("/at-once/keys/held").isEmpty());

            assertThat(askWith("/at-once/keys/x", "cbk_ci_" + SECRET).status()).isEqualTo(429);
            assertThat(askWith("/at-once/keys/x", "cbk_ci-next_" + OTHER_SECRET).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void tokenIsMadeOnceForManyRequests() {
        askWith("/private/first", "cbk_ci_" + SECRET);
        askWith("/private/second", "cbk_ci_" + SECRET);

        assertThat(token("/private/second")).isEqualTo(token("/private/first"));
    }
}
