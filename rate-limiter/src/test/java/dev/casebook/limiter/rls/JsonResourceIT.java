package dev.casebook.limiter.rls;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithServers("redis-state")
class JsonResourceIT {

    private final String mine = UUID.randomUUID().toString();

    @BeforeEach
    void storeAnswers() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> json(request("day", UUID.randomUUID().toString(), 1))
                                .extract()
                                .statusCode()
                        == 200);
    }

    @Test
    void admitsAndRefusesInTheWordsOfTheProtocol() {
        json(request("narrow", mine, 10))
                .statusCode(200)
                .body("overallCode", equalTo("OK"))
                .body("statuses[0].currentLimit.requestsPerUnit", is(10))
                .body("responseHeadersToAdd", nullValue())
                .header("X-RateLimit-Remaining", "0")
                .header("Retry-After", nullValue());

        var refused = json(request("narrow", mine, 1))
                .statusCode(429)
                .body("overallCode", equalTo("OVER_LIMIT"))
                .header("RateLimit-Policy", "\"narrow\";q=10;w=31536000")
                .header("RateLimit", startsWith("\"narrow\";r=0;t="))
                .extract();
        assertThat(refused.header("Retry-After")).isEqualTo(refused.header("X-RateLimit-Reset"));
    }

    @Test
    void aRefusalIsAProblemForWhoWantsOne() {
        json(request("told", mine, 11))
                .statusCode(429)
                // No wait helps who wants more than there ever is.
                .header("Retry-After", nullValue());

        given().accept("application/problem+json")
                .body(request("told", mine, 11))
                .post("/json")
                .then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("RateLimit", startsWith("\"a \\\"told\\\" one\";r=0;t="))
                .body("type", equalTo("https://iana.org/assignments/http-problem-types#quota-exceeded"))
                .body("violated-policies", contains("a \"told\" one"));
    }

    @Test
    void aShaperTellsHowLongToWait() {
        json(request("shaped", mine, 1)).statusCode(200).header("X-RateLimit-Delay", nullValue());
        var delay = json(request("shaped", mine, 1)).statusCode(200).extract().header("X-RateLimit-Delay");

        assertThat(Double.parseDouble(delay)).isBetween(0.0, 1_200.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "}", "{\"domian\": \"basic\"}", "{\"domain\": \"basic\"}", "{\"descriptors\": [{}]}"})
    void whatIsNoRequestIsRefused(String body) {
        json(body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("https://casebook.dev/problems/invalid-rate-limit-request"));
    }

    @Test
    void halfOfASurrogatePairIsNoText() {
        json(request("narrow", mine + "\\ud83d\\ude00", 1)).statusCode(200);

        json(request("narrow", mine + "\\ud83d", 1))
                .statusCode(400)
                .body("type", equalTo("https://casebook.dev/problems/invalid-rate-limit-request"));
    }

    @Test
    void whatNobodyLimitsHasNoHeaders() {
        json("{\"domain\": \"unknown\", \"descriptors\": [{}]}")
                .statusCode(200)
                .header("RateLimit-Policy", nullValue());
    }

    @Test
    void anExplanationSaysWhichRuleAndWhyAndChargesNothing() {
        json(request("narrow", mine, 4)).statusCode(200);

        for (int i = 0; i < 2; i++) {
            given().contentType("application/json")
                    .body("""
                            {"domain": "basic", "hitsAddend": 7, "descriptors": [
                              {"entries": [{"key": "narrow", "value": "%1$s"}]},
                              {"entries": [{"key": "free", "value": "%1$s"}]},
                              {"entries": [{"key": "nobody", "value": "%1$s"}]}]}""".formatted(mine))
                    .post("/api/v1/explanations")
                    .then()
                    .statusCode(200)
                    .body("admitted", is(false))
                    .body("descriptors", hasSize(3))
                    .body("descriptors[0].rule", contains("narrow"))
                    .body("descriptors[0].because", equalTo("costs 7 of 6 that remain"))
                    .body("descriptors[0].counter.before", is(6))
                    .body("descriptors[0].counter.terms.algorithm", equalTo("fixed-window"))
                    .body("descriptors[1].because", equalTo("the rule is unlimited"))
                    .body("descriptors[2].because", equalTo("no rule matches all of its entries"));
        }
    }

    @Test
    void anExplanationAddsUpWhatSharesACounter() {
        var body = """
                {"domain": "basic", "hitsAddend": 6, "descriptors": [
                  {"entries": [{"key": "narrow", "value": "%1$s"}]},
                  {"entries": [{"key": "narrow", "value": "%1$s"}]}]}""".formatted(mine);

        given().contentType("application/json")
                .body(body)
                .post("/api/v1/explanations")
                .then()
                .statusCode(200)
                .body("admitted", is(false))
                .body("descriptors.admitted", contains(true, false))
                .body("descriptors.counter.before", contains(10, 4))
                .body("descriptors.counter.after", contains(4, 4));
        json(body).statusCode(429);
    }

    private static ValidatableResponse json(String body) {
        return given().body(body).post("/json").then();
    }

    private static String request(String key, String value, int hits) {
        return """
                {"domain": "basic", "hitsAddend": %d, "descriptors": [{"entries": [{"key": "%s", "value": "%s"}]}]}""".formatted(hits, key, value);
    }
}
