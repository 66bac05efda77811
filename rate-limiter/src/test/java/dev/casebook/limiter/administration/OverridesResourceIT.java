package dev.casebook.limiter.administration;

import static dev.casebook.limiter.administration.Administration.CHANGES;
import static dev.casebook.limiter.administration.Administration.OVERRIDES;
import static dev.casebook.limiter.administration.Administration.as;
import static dev.casebook.limiter.administration.Administration.created;
import static dev.casebook.limiter.administration.Administration.decide;
import static dev.casebook.limiter.administration.Administration.limit;
import static dev.casebook.limiter.administration.Administration.override;
import static dev.casebook.limiter.administration.Administration.rules;
import static dev.casebook.limiter.administration.Administration.unique;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(Administration.class)
@WithServers("postgresql, kafka, redis-state")
class OverridesResourceIT {

    private final String domain = unique("shop");

    @BeforeEach
    void ruleIsThere() {
        Ready.await();
        created(rules(domain, 5));
    }

    @Test
    void oneTenantHasAnotherLimitAndTheOthersTheRule() {
        var made = as("alice").body(override(domain, "acme", 2)).post(OVERRIDES);
        made.then().statusCode(201).body("limit.requests_per_unit", is(2));

        assertThat(limit(domain, "acme")).isEqualTo(2);
        assertThat(limit(domain, "other")).isEqualTo(5);
        decide(domain, "acme").statusCode(200);
        decide(domain, "acme").statusCode(429);
        given().contentType("application/json")
                .body("""
                        {"domain": "%s", "descriptors": [{"entries": [{"key": "k", "value": "acme"}]}]}""".formatted(domain))
                .post("/api/v1/explanations")
                .then()
                .body("descriptors[0].rule", contains("k"))
                .body("descriptors[0].because", endsWith("; an override has the limit"));
    }

    @Test
    void itMayHaveAnotherAlgorithmAndBurst() {
        var wish = new HashMap<>(override(domain, "acme", 2));
        wish.put("limit", Map.of("unit", "year", "requests_per_unit", 1, "algorithm", "gcra", "burst", 3));
        as("alice").body(wish).post(OVERRIDES).then().statusCode(201);

        var statuses = IntStream.range(0, 4)
                .mapToObj(_ -> decide(domain, "acme").extract().statusCode())
                .toList();

        assertThat(statuses).containsExactly(200, 200, 200, 429);
    }

    @Test
    void itEndsAtItsInstant() {
        var wish = new HashMap<>(override(domain, "acme", 2));
        wish.put("until", Instant.now().plusSeconds(3).toString());
        as("alice").body(wish).post(OVERRIDES).then().statusCode(201);
        assertThat(limit(domain, "acme")).isEqualTo(2);

        await().atMost(Duration.ofSeconds(60)).until(() -> limit(domain, "acme") == 5);

        // One that is over is as good as none.
        as("alice").body(override(domain, "acme", 3)).post(OVERRIDES).then().statusCode(201);
        assertThat(limit(domain, "acme")).isEqualTo(3);
    }

    @Test
    void itIsEditedAndRemovedByTheVersionThatWasRead() {
        var made = as("alice").body(override(domain, "acme", 2)).post(OVERRIDES);
        var path = OVERRIDES + "/" + made.path("id");
        var edit = Map.of("limit", Map.of("unit", "year", "requests_per_unit", 3));

        as("bob").body(edit).put(path).then().statusCode(428);
        var tag = as("bob")
                .header("If-Match", made.header("ETag"))
                .body(edit)
                .put(path)
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
        as("bob")
                .header("If-Match", made.header("ETag"))
                .body(edit)
                .put(path)
                .then()
                .statusCode(412);
        assertThat(limit(domain, "acme")).isEqualTo(3);
        as("bob").get(path).then().header("ETag", tag).body("limit.requests_per_unit", is(3));

        as("carol").header("If-Match", made.header("ETag")).delete(path).then().statusCode(412);
        as("carol").header("If-Match", tag).delete(path).then().statusCode(204);
        assertThat(limit(domain, "acme")).isEqualTo(5);
        as("carol").get(path).then().statusCode(404);
        as("carol")
                .queryParam("domain", domain)
                .get(CHANGES)
                .then()
                .body("items.kind", contains("override", "override", "override", "rules"))
                .body("items.by", contains("carol", "bob", "alice", "alice"))
                .body("items[0].before.limit.requests_per_unit", is(3));
    }

    @Test
    void aDescriptorHasOne() {
        as("alice").body(override(domain, "acme", 2)).post(OVERRIDES).then().statusCode(201);

        as("bob")
                .body(override(domain, "acme", 3))
                .post(OVERRIDES)
                .then()
                .statusCode(409)
                .body("errors[0].field", equalTo("descriptor"));
        as("bob").queryParam("domain", domain).get(OVERRIDES).then().body("items", hasSize(1));
    }

    @Test
    void theSameKeyAndBodyCreateOnce() {
        var key = unique("key");
        var first = as("alice")
                .header("Idempotency-Key", key)
                .body(override(domain, "acme", 2))
                .post(OVERRIDES);

        var again = as("alice")
                .header("Idempotency-Key", key)
                .body(override(domain, "acme", 2))
                .post(OVERRIDES);

        again.then().statusCode(201);
        assertThat(again.asString()).isEqualTo(first.asString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limit | {"unit": "hours", "requests_per_unit": 1} | limit.unit | invalid rate limit unit 'hours'
            limit | {"unit": "hour", "requests_per_unit": 1, "name": "x"} | limit.name | config error, unknown key 'name'
            limit | {"unit": "hour", "requests_per_unit": 1, "algorithm": "x"} | limit.algorithm | invalid algorithm 'x'
            limit | null | limit | must be there
            descriptor | [] | descriptor | must have 1 to 10 entries
            descriptor | [{"key": "", "value": "v"}] | descriptor[0].key | must have 1 to 128 characters
            descriptor | [{"key": "k"}] | descriptor[0].value | must have 0 to 512 characters
            descriptor | [{"key": "k\\u0000", "value": "v"}] | descriptor[0].key | has characters that no text has
            until | "2020-01-01T00:00:00Z" | until | must be in the future, and before 9999-12-31T00:00:00Z
            domain | "a b" | domain | must be 1 to 128 letters, digits, or . _ : - after the first
            """)
    void whatIsWrongIsNamedAndChangesNothing(String field, String value, String named, String reason) {
        var parts = new HashMap<>(Map.of(
                "domain", "\"" + domain + "\"",
                "descriptor", "[{\"key\": \"k\", \"value\": \"acme\"}]",
                "limit", "{\"unit\": \"year\", \"requests_per_unit\": 2}"));
        parts.put(field, value);
        var body = parts.entrySet().stream()
                .map(part -> "\"%s\": %s".formatted(part.getKey(), part.getValue()))
                .toList();

        as("alice")
                .body("{" + String.join(", ", body) + "}")
                .post(OVERRIDES)
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors[0].field", equalTo(named))
                .body("errors[0].message", equalTo(reason));

        assertThat(limit(domain, "acme")).isEqualTo(5);
    }

    @Test
    void aMisspeltFieldIsTold() {
        var wish = new HashMap<>(override(domain, "acme", 2));
        wish.put("untill", Instant.now().plusSeconds(60).toString());

        as("alice").body(wish).post(OVERRIDES).then().statusCode(400).body("errors[0].field", equalTo("untill"));
    }

    @Test
    void withoutARuleItLimitsByItself() {
        as("alice")
                .body(Map.of(
                        "domain",
                        domain,
                        "descriptor",
                        List.of(Map.of("key", "unruled", "value", "v")),
                        "limit",
                        Map.of("unit", "year", "requests_per_unit", 0)))
                .post(OVERRIDES)
                .then()
                .statusCode(201);

        given().body("""
                        {"domain": "%s", "descriptors": [{"entries": [{"key": "unruled", "value": "v"}]}]}""".formatted(domain)).post("/json").then().statusCode(429);
    }
}
