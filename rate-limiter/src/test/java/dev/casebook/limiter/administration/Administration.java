package dev.casebook.limiter.administration;

import static io.restassured.RestAssured.given;

import dev.casebook.testkit.TestTokens;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What administrators do over REST, and the profile that has administration. */
public final class Administration implements QuarkusTestProfile {

    static final String RULES = "/api/v1/rules";
    static final String OVERRIDES = "/api/v1/overrides";
    static final String CHANGES = "/api/v1/rule-changes";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "casebook.limiter.rules.administered", "true",
                "casebook.limiter.administration.look-again", "1s",
                "casebook.limiter.administration.pause", "200ms");
    }

    static String unique(String name) {
        return name + "-" + UUID.randomUUID();
    }

    static RequestSpecification as(String subject) {
        return given().auth()
                .oauth2(TestTokens.with(subject, Map.of("scope", "links:read limiter:admin")))
                .contentType("application/json");
    }

    /** The same who sends YAML. */
    static RequestSpecification inYaml(String subject) {
        var asText = EncoderConfig.encoderConfig().encodeContentTypeAs("application/yaml", ContentType.TEXT);
        return as(subject).config(RestAssured.config().encoderConfig(asText)).contentType("application/yaml");
    }

    /** One rule: key {@code k}, so many a year. */
    static String rules(String domain, long requests) {
        return """
                {"domain": "%s", "descriptors": [{"key": "k", "rate_limit": {"unit": "year", "requests_per_unit": %d}}]}""".formatted(domain, requests);
    }

    static Response create(String subject, String rules) {
        return as(subject).body(rules).post(RULES);
    }

    /** @return its ETag */
    static String created(String rules) {
        return create("alice", rules).then().statusCode(201).extract().header("ETag");
    }

    static Map<String, Object> override(String domain, String value, long requests) {
        return Map.of(
                "domain",
                domain,
                "descriptor",
                List.of(Map.of("key", "k", "value", value)),
                "limit",
                Map.of("unit", "year", "requests_per_unit", requests));
    }

    /** What a caller is told of the limit of key {@code k}. */
    static ValidatableResponse decide(String domain, String value) {
        return given().body("""
                        {"domain": "%s", "descriptors": [{"entries": [{"key": "k", "value": "%s"}]}]}""".formatted(domain, value)).post("/json").then();
    }

    /** How many a year; null when nothing limits it. */
    static Integer limit(String domain, String value) {
        return decide(domain, value).extract().path("statuses[0].currentLimit.requestsPerUnit");
    }
}
