package dev.casebook.limiter.administration;

import static dev.casebook.limiter.administration.Administration.CHANGES;
import static dev.casebook.limiter.administration.Administration.OVERRIDES;
import static dev.casebook.limiter.administration.Administration.RULES;
import static dev.casebook.limiter.administration.Administration.as;
import static dev.casebook.limiter.administration.Administration.create;
import static dev.casebook.limiter.administration.Administration.created;
import static dev.casebook.limiter.administration.Administration.inYaml;
import static dev.casebook.limiter.administration.Administration.limit;
import static dev.casebook.limiter.administration.Administration.rules;
import static dev.casebook.limiter.administration.Administration.unique;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.casebook.testkit.TestTokens;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(Administration.class)
@WithServers("postgresql, kafka, redis-state")
class RulesResourceIT {

    private final String domain = unique("shop");

    @BeforeEach
    void databaseAnswers() {
        Ready.await();
    }

    @Test
    void newRulesHoldAtOnce() {
        assertThat(limit(domain, "a")).isNull();

        create("alice", rules(domain, 5))
                .then()
                .statusCode(201)
                .header("Location", endsWith(RULES + "/" + domain))
                .body("domain", equalTo(domain));

        assertThat(limit(domain, "a")).isEqualTo(5);
        as("bob")
                .get(RULES + "/" + domain)
                .then()
                .statusCode(200)
                .body("descriptors[0].rate_limit.requests_per_unit", is(5));
    }

    @Test
    void yamlIsReadAsFilesAre() {
        inYaml("alice")
                .body("domain: %s%ndescriptors:%n- {key: k, rate_limit: {unit: year, requests_per_unit: 7}}"
                        .formatted(domain))
                .post(RULES)
                .then()
                .statusCode(201);

        assertThat(limit(domain, "a")).isEqualTo(7);
    }

    @Test
    void anEditNeedsTheVersionThatWasRead() {
        var first = created(rules(domain, 5));
        var body = rules(domain, 6);

        as("bob").body(body).put(RULES + "/" + domain).then().statusCode(428);
        var second = as("bob")
                .header("If-Match", first)
                .body(body)
                .put(RULES + "/" + domain)
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
        as("carol")
                .header("If-Match", first)
                .body(rules(domain, 9))
                .put(RULES + "/" + domain)
                .then()
                .statusCode(412)
                .contentType("application/problem+json");

        assertThat(limit(domain, "a")).isEqualTo(6);
        as("bob").get(RULES + "/" + domain).then().header("ETag", second);
        as("bob")
                .header("If-None-Match", second)
                .get(RULES + "/" + domain)
                .then()
                .statusCode(304);
    }

    @Test
    void anEditThatChangesNothingMakesNoVersion() {
        var tag = created(rules(domain, 5));

        as("bob")
                .header("If-Match", tag)
                .body(rules(domain, 5))
                .put(RULES + "/" + domain)
                .then()
                .statusCode(200)
                .header("ETag", tag);
    }

    @Test
    void administrationReplacesTheRulesOfAFileUntilItIsRemoved() {
        assertThat(limit("slots", "a")).isNull();
        var tag = created(rules("slots", 5));
        try {
            assertThat(limit("slots", "a")).isEqualTo(5);
            as("bob")
                    .queryParam("limit", 200)
                    .get(RULES)
                    .then()
                    .body("items.find { it.domain == 'slots' }.source", equalTo("administration"))
                    .body("items.find { it.domain == 'slots' }.overridesFile", is(true))
                    .body("items.find { it.domain == 'basic' }.source", equalTo("file"));
        } finally {
            as("alice").delete(RULES + "/slots").then().statusCode(428);
            as("alice").header("If-Match", tag).delete(RULES + "/slots").then().statusCode(204);
        }

        assertThat(limit("slots", "a")).isNull();
        as("bob")
                .get(RULES + "/slots")
                .then()
                .statusCode(200)
                .header("ETag", nullValue())
                .body("descriptors.key", not(hasItem("k")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"domain": "D", "descriptors": [{"key": "k", "rate_limit": {"unit": "hours"}}]} | descriptors[0].rate_limit.unit | invalid rate limit unit 'hours'
            {"domain": "D", "descriptors": [{"key": "k"}, {"value": "v"}]} | descriptors[1].key | descriptor has empty key
            {"domain": "D", "descriptors": [{"key": "k", "ratelimit": {}}]} | descriptors[0].ratelimit | config error, unknown key 'ratelimit'
            {"domain": "D", "descriptors": [{"key": "k", "descriptors": [{"key": "l"}, {"key": "l"}]}]} | descriptors[0].descriptors[1].key | duplicate descriptor composite key 'D.k.l'
            {"domain": "", "descriptors": []} | domain | config file cannot have empty domain
            {"domain": "a/b"} | domain | must be 1 to 128 letters, digits, or . _ : - after the first
            {"domain": "D", "descriptors": [1]} | descriptors | config error, yaml file contains list of type other than map: 1
            [] | body |
            """)
    void whatTheReaderOfFilesRefusesIsRefusedInItsWordsAndChangesNothing(String body, String field, String reason) {
        var refused = create("alice", body.replace("\"D\"", "\"" + domain + "\""))
                .then()
                .contentType("application/problem+json");
        if (body.equals("[]")) {
            refused.statusCode(400);
            return;
        }
        refused.statusCode(422)
                .body("type", endsWith("/invalid-rules"))
                .body("errors[0].field", equalTo(field))
                .body("errors[0].message", equalTo(reason.replace("'D.", "'" + domain + ".")));
        assertThat(limit(domain, "a")).isNull();
        as("alice").get(RULES + "/" + domain).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "", "nonsense", "null"})
    void whatIsNoJsonIsMalformed(String body) {
        create("alice", body).then().statusCode(400).contentType("application/problem+json");
    }

    @Test
    void yamlThatGrowsWhenItIsReadIsRefused() {
        inYaml("alice")
                .body("""
                        domain: %s
                        descriptors:
                        - key: k
                          metadata: {a: &a [1, 1], b: &b [*a, *a], c: [*b, *b]}
                        """.formatted(domain))
                .post(RULES)
                .then()
                .statusCode(422)
                .body("errors[0].message", containsString("aliases"));
    }

    @Test
    void whatIsTooLongOrTooDeepIsRefused() {
        var many = IntStream.range(0, 2_000)
                .mapToObj("{\"key\": \"some-long-key-of-a-rule-%d\"}"::formatted)
                .toList();
        var deep = "{\"key\": \"k\", \"descriptors\": [".repeat(60) + "]}".repeat(60);

        create("alice", "{\"domain\": \"%s\", \"descriptors\": %s}".formatted(domain, many))
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("body"));
        create("alice", "{\"domain\": \"%s\", \"descriptors\": [%s]}".formatted(domain, deep))
                .then()
                .statusCode(422);
    }

    @Test
    void aSecondCreationIsAConflict() {
        created(rules(domain, 5));

        create("bob", rules(domain, 6)).then().statusCode(409).body("errors[0].field", equalTo("domain"));

        assertThat(limit(domain, "a")).isEqualTo(5);
    }

    @Test
    void creationsAtTheSameTimeMakeOne() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = IntStream.range(1, 3)
                    .<Callable<Integer>>mapToObj(
                            i -> () -> create("alice", rules(domain, i)).statusCode())
                    .toList();
            var statuses = new ArrayList<Integer>();
            for (var answer : threads.invokeAll(tasks)) {
                statuses.add(answer.get());
            }
            assertThat(statuses).containsExactlyInAnyOrder(201, 409);
        }
    }

    @Test
    void theSameKeyAndBodyCreateOnce() {
        var key = unique("key");
        var first = keyed(key, rules(domain, 5)).then().statusCode(201).extract();

        var again = keyed(key, rules(domain, 5)).then().statusCode(201).extract();
        keyed(key, rules(domain, 6)).then().statusCode(422).body("type", endsWith("/idempotency-key-reused"));

        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(again.asString()).isEqualTo(first.asString());
    }

    private static Response keyed(String key, String body) {
        return as("alice").header("Idempotency-Key", key).body(body).post(RULES);
    }

    @Test
    void theBodyNamesTheDomainOfThePath() {
        var tag = created(rules(domain, 5));

        as("alice")
                .header("If-Match", tag)
                .body(rules(domain + "-2", 6))
                .put(RULES + "/" + domain)
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("domain"));
        as("alice")
                .header("If-Match", "*")
                .body(rules(domain + "-3", 6))
                .put(RULES + "/" + domain + "-3")
                .then()
                .statusCode(404);
    }

    @Test
    void onlyWhoHasTheScopeAdministers() {
        for (var path : List.of(RULES, OVERRIDES, CHANGES)) {
            given().get(path).then().statusCode(401).contentType("application/problem+json");
            given().auth()
                    .oauth2(TestTokens.with("mallory", Map.of("scope", "limiter:administrator links:read")))
                    .get(path)
                    .then()
                    .statusCode(403)
                    .body("type", endsWith("/insufficient-scope"));
            given().auth().oauth2(TestTokens.forged("mallory")).get(path).then().statusCode(401);
        }
        given().auth()
                .oauth2(TestTokens.of("mallory"))
                .contentType("application/json")
                .body(rules(domain, 5))
                .post(RULES)
                .then()
                .statusCode(403);
        assertThat(limit(domain, "a")).isNull();
    }

    @Test
    void whoChangedWhatIsRemembered() {
        var tag = created(rules(domain, 5));
        tag = as("bob")
                .header("If-Match", tag)
                .body(rules(domain, 6))
                .put(RULES + "/" + domain)
                .then()
                .extract()
                .header("ETag");
        as("carol").header("If-Match", tag).delete(RULES + "/" + domain).then().statusCode(204);

        var newest = as("dave")
                .queryParam("domain", domain)
                .queryParam("limit", 2)
                .get(CHANGES)
                .then()
                .statusCode(200)
                .body("items.by", contains("carol", "bob"))
                .body("items.action", contains("removed", "replaced"))
                .body("items[1].before.descriptors[0].rate_limit.requests_per_unit", is(5))
                .body("items[1].after.descriptors[0].rate_limit.requests_per_unit", is(6))
                .body("items[0].after", nullValue())
                .extract();
        as("dave")
                .queryParam("domain", domain)
                .queryParam("limit", 2)
                .queryParam("cursor", newest.<String>path("next"))
                .get(CHANGES)
                .then()
                .body("items.by", contains("alice"))
                .body("items[0].before", nullValue())
                .body("next", nullValue());
    }

    @Test
    void theDocumentOfTheApiNamesWhatAdministratorsMaySend() {
        given().get("/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths.'/api/v1/rules/{domain}'.put.responses", hasKey("428"))
                .body("paths.'/api/v1/overrides'.post.responses", hasKey("422"))
                .body("components.schemas.NewOverrideRequest.properties", hasKey("until"));
    }

    @Test
    void pagesFollowOneAnother() {
        for (int i = 0; i < 3; i++) {
            created(rules(domain + "-" + i, 5));
        }
        var found = new ArrayList<String>();
        String cursor = null;
        do {
            var request = as("alice").queryParam("limit", 2);
            var page = (cursor == null ? request : request.queryParam("cursor", cursor))
                    .get(RULES)
                    .then()
                    .statusCode(200)
                    .extract();
            found.addAll(page.<List<String>>path("items.domain"));
            cursor = page.path("next");
        } while (cursor != null);

        assertThat(found).doesNotHaveDuplicates().isSorted().contains(domain + "-0", domain + "-1", domain + "-2");
    }

    @ParameterizedTest
    @CsvSource({"limit, 0", "limit, 201", "cursor, *"})
    void whatIsNoPageIsRefused(String name, String value) {
        for (var path : List.of(RULES, OVERRIDES, CHANGES)) {
            as("alice").queryParam(name, value).get(path).then().statusCode(400).body("errors[0].field", equalTo(name));
        }
    }
}
