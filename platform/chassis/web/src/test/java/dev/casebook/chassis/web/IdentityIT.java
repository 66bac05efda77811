package dev.casebook.chassis.web;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.casebook.testkit.TestTokens;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real tokens against a real issuer. */
@QuarkusTest
@WithServers
class IdentityIT {

    @BeforeEach
    void keysAreCachedAndTheIssuerAnswers() {
        me(TestTokens.of("alice")).statusCode(200);
        await().atMost(60, SECONDS)
                .untilAsserted(() -> me(TestTokens.ofUnknownKey("alice")).statusCode(401));
    }

    @AfterEach
    void issuerIsBack() {
        TestTokens.issuer().start();
    }

    @Test
    void goodTokenNamesItsSubject() {
        me(TestTokens.of("alice")).statusCode(200).body(equalTo("alice"));
    }

    @Test
    void roleDecides() {
        admin(TestTokens.of("alice")).statusCode(403).contentType(Problem.MEDIA_TYPE);
        admin(TestTokens.of("alice", "admin")).statusCode(200);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void badTokens(String why, String token) {
        me(token)
                .statusCode(401)
                .contentType(Problem.MEDIA_TYPE)
                .header("WWW-Authenticate", containsString("invalid_token"));
    }

    static Stream<Object[]> badTokens() {
        var now = Instant.now().getEpochSecond();
        var good = TestTokens.of("alice");
        return Stream.of(
                new Object[] {"other audience", TestTokens.with("alice", Map.of("aud", "others"))},
                new Object[] {"other issuer", TestTokens.with("alice", Map.of("iss", "https://evil.example"))},
                new Object[] {"expired", TestTokens.expired("alice")},
                new Object[] {"not valid yet", TestTokens.with("alice", Map.of("nbf", now + 3_600))},
                new Object[] {"forged", TestTokens.forged("alice")},
                new Object[] {"not signed", TestTokens.unsigned("alice")},
                new Object[] {"signature cut off", good.substring(0, good.lastIndexOf('.') + 1)},
                new Object[] {"other claims under the signature", swapped(good, TestTokens.of("bob"))},
                new Object[] {"unknown key", TestTokens.ofUnknownKey("alice")});
    }

    /** The claims of one token with the signature of another. */
    private static String swapped(String signed, String claims) {
        return claims.substring(0, claims.lastIndexOf('.')) + signed.substring(signed.lastIndexOf('.'));
    }

    @Test
    void unknownKeysDoNotMakeEachRequestAskTheIssuer() {
        int before = TestTokens.issuer().fetches();

        for (int i = 0; i < 50; i++) {
            me(TestTokens.ofUnknownKey("alice")).statusCode(401);
        }

        assertThat(TestTokens.issuer().fetches() - before).isLessThan(25);
    }

    @Test
    void cachedKeysOutliveTheIssuer() {
        me(TestTokens.of("alice")).statusCode(200);
        TestTokens.issuer().stop();

        me(TestTokens.of("alice")).statusCode(200);
        me(TestTokens.ofUnknownKey("alice"));
        me(TestTokens.of("alice")).statusCode(200);
        me(TestTokens.forged("alice")).statusCode(401);
    }

    @Test
    void hangingIssuerHoldsUpOnlyTokensOfUnknownKeys() {
        me(TestTokens.of("alice")).statusCode(200);
        TestTokens.issuer().hang();

        me(TestTokens.ofUnknownKey("alice"));
        me(TestTokens.of("alice")).statusCode(200);
    }

    private static ValidatableResponse me(String token) {
        return given().auth().oauth2(token).get("/probe/me").then();
    }

    private static ValidatableResponse admin(String token) {
        return given().auth().oauth2(token).get("/probe/admin").then();
    }
}
