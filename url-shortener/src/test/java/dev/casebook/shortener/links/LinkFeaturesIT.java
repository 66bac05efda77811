package dev.casebook.shortener.links;

import static dev.casebook.shortener.Api.LINKS;
import static dev.casebook.shortener.Api.anonymous;
import static dev.casebook.shortener.Api.as;
import static dev.casebook.shortener.Api.create;
import static dev.casebook.shortener.Api.createAlias;
import static dev.casebook.shortener.Api.follow;
import static dev.casebook.shortener.Api.inParallel;
import static dev.casebook.shortener.Api.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class LinkFeaturesIT {

    private static final String TARGET = "https://example.com/";

    private static final String EVERYTHING = """
            {"url": "https://example.com/main", "title": " My page ", "tags": ["News", "2026"],
             "validFrom": "2026-01-01T00:00:00.123456789Z", "validUntil": "2099-01-01T01:00:00+01:00", "status": 307,
             "forwardQuery": true, "maxAge": 60,
             "rules": [{"url": "https://example.com/ios", "conditions": [{"type": "device", "value": "ios"},
                                                                           {"type": "query", "name": "src"}]}]}""";

    private final String alice = unique("alice");

    @Test
    void everythingThatWasChosenIsKept() {
        String code = as(alice)
                .body(EVERYTHING)
                .post(LINKS)
                .then()
                .statusCode(201)
                .extract()
                .path("code");

        as(alice)
                .get(LINKS + "/" + code)
                .then()
                .body("title", equalTo("My page"))
                .body("tags", contains("news", "2026"))
                .body("validFrom", equalTo("2026-01-01T00:00:00.123456Z"))
                .body("validUntil", equalTo("2099-01-01T00:00:00Z"))
                .body("maxVisits", nullValue())
                .body("status", equalTo(307))
                .body("forwardQuery", equalTo(true))
                .body("maxAge", equalTo(60))
                .body("rules", hasSize(1))
                .body("rules[0].url", equalTo("https://example.com/ios"))
                .body("rules[0].conditions.type", contains("device", "query"))
                .body("rules[0].conditions.value", contains("ios", null))
                .body("deleted", equalTo(false));
    }

    @Test
    void whatWasNotChosenHasItsDefault() {
        as(alice)
                .get(LINKS + "/" + create(alice, TARGET))
                .then()
                .body("title", nullValue())
                .body("tags", empty())
                .body("validFrom", nullValue())
                .body("validUntil", nullValue())
                .body("maxVisits", nullValue())
                .body("status", equalTo(302))
                .body("forwardQuery", equalTo(false))
                .body("rules", empty())
                .body("maxAge", equalTo(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"status\": 303 | 422 | redirect-status | status",
                "\"maxVisits\": 0 | 422 | max-visits-range | maxVisits",
                "\"maxAge\": -1 | 422 | max-age-range | maxAge",
                "\"maxAge\": 86401 | 422 | max-age-range | maxAge",
                "\"maxAge\": 1, \"maxVisits\": 1 | 422 | max-age-with-visit-limit | maxAge",
                "\"validFrom\": \"2026-01-01T00:00:00Z\", \"validUntil\": \"2026-01-01T00:00:00Z\" | 422 | window-empty | validUntil",
                "\"tags\": [\"a,b\"] | 422 | tag-malformed | tags",
                "\"title\": \"a\\nb\" | 422 | title-malformed | title",
                "\"rules\": [{\"url\": \"https://example.com/\"}] | 422 | rule-without-condition | rules[0].conditions",
                "\"rules\": [{\"url\": \"http://10.0.0.1/\", \"conditions\": []}] | 422 | target-private | rules[0].url",
                "\"rules\": [{\"conditions\": []}] | 422 | target-missing | rules[0].url",
                "\"rules\": [{\"url\": \"https://example.com/\", \"conditions\": [{\"type\": \"moon\"}]}] | 422 | condition-type | rules[0].conditions[0].type",
                "\"title\": \"a\\u0000b\" | 422 | title-malformed | title",
                "\"title\": \"\\ud800\" | 422 | title-malformed | title",
                "\"tags\": [\"a\\u0000b\"] | 422 | tag-malformed | tags",
                "\"validUntil\": \"+123456-01-01T00:00:00Z\" | 422 | instant-range | validUntil",
                "\"validFrom\": \"-1000-01-01T00:00:00Z\" | 422 | instant-range | validFrom",
                "\"rules\": [{\"url\": \"https://example.com/\", \"conditions\": [{\"type\": \"query\", \"name\": \"a\\u0000\"}]}] | 422 | condition-name | rules[0].conditions[0].name",
                "\"rules\": [{\"url\": \"https://example.com/\", \"conditions\": [{\"type\": \"after\", \"value\": \"+99999-01-01T00:00:00Z\"}]}] | 422 | condition-value | rules[0].conditions[0].value",
                "\"rules\": [{\"url\": \"https://example.com/\\ud800\", \"conditions\": []}] | 422 | target-malformed | rules[0].url",
                "\"rules\": [null] | 422 | rule-missing | rules[0]",
                "\"validUntil\": \"tomorrow\" | 400 | invalid-request | validUntil",
                "\"maxVisits\": \"many\" | 400 | invalid-request | maxVisits",
                "\"rules\": [{\"condition\": []}] | 400 | invalid-request | rules[0].condition",
                "\"validUntill\": null | 400 | invalid-request | validUntill",
            })
    void faultIsNamedByTypeAndField(String members, int status, String type, String field) {
        as(alice)
                .body("{\"url\": \"https://example.com/\", " + members + "}")
                .post(LINKS)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("https://casebook.dev/problems/" + type))
                .body("errors.field", contains(field));
        as(alice).get(LINKS).then().body("items", empty());
    }

    @ParameterizedTest
    @CsvSource({
        "?q=%00, 400, q",
        "?createdFrom=-9999-01-01T00:00:00Z, 400, createdFrom",
        "/abc%00, 404, code",
        "/%F0%9F%98%80, 404, code",
    })
    void whatNoLinkCanHaveIsNoFailureOfOurs(String path, int status, String field) {
        as(alice)
                .urlEncodingEnabled(false)
                .get(LINKS + path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("errors.field", contains(field));
    }

    @Test
    void apiIsDescribedWithItsBodies() {
        anonymous()
                .get("/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths.'/api/v1/links'.post.responses.keySet()", hasItems("200", "201", "409", "422"))
                .body("paths.'/api/v1/links'.get.parameters.name", hasItems("cursor", "limit", "tag", "q", "deleted"))
                .body("paths.'/api/v1/links/{code}'.patch.requestBody.content.keySet()", hasItem("application/json"))
                .body("paths.'/api/v1/links/{code}/restore'.post.responses.keySet()", hasItem("200"))
                .body(
                        "components.schemas.NewLink.properties.keySet()",
                        hasItems("alias", "findIfExists", "rules", "maxAge"))
                .body("components.schemas.LinkFields.properties.keySet()", hasItems("url", "validUntil", "tags"));
    }

    @Test
    void patchChangesWhatItNamesAndNothingElse() {
        String code = as(alice).body(EVERYTHING).post(LINKS).then().extract().path("code");

        patch(code, 1, "{\"title\": \"Other\", \"validFrom\": null, \"rules\": null}")
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("title", equalTo("Other"))
                .body("validFrom", nullValue())
                .body("rules", empty())
                .body("url", equalTo("https://example.com/main"))
                .body("tags", contains("news", "2026"))
                .body("status", equalTo(307));
    }

    @Test
    void patchThatChangesNothingLeavesTheVersion() {
        var code = create(alice, TARGET);

        patch(code, 1, "{}").then().statusCode(200).header("ETag", "\"1\"");
        patch(code, 1, "{\"status\": 302, \"tags\": []}").then().statusCode(200).header("ETag", "\"1\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"url\": null} | 422 | url",
                "{\"alias\": \"other\"} | 400 | alias",
                "{\"maxVisits\": 1, \"maxAge\": 9} | 422 | maxAge",
                "{\"tags\": \"news\"} | 400 | tags",
            })
    void patchObeysTheRules(String body, int status, String field) {
        patch(create(alice, TARGET), 1, body).then().statusCode(status).body("errors.field", contains(field));
    }

    @Test
    void ofManyWhoEditOneVersionOneSucceeds() {
        var code = create(alice, TARGET);

        var statuses = inParallel(10, () -> patch(code, 1, "{\"title\": \"" + unique("title") + "\"}")
                .statusCode());

        assertThat(statuses).hasSize(10).containsOnly(200, 412).containsOnlyOnce(200);
    }

    @Test
    void restoredLinkIsAsItWasAndRedirectsAgain() {
        var code = createAlias(alice, unique("back"), TARGET);
        as(alice).delete(LINKS + "/" + code).then().statusCode(204);
        follow(code).statusCode(410);

        restore(alice, code)
                .then()
                .statusCode(200)
                .header("ETag", "\"3\"")
                .body("url", equalTo(TARGET))
                .body("deleted", equalTo(false));

        follow(code).statusCode(302).header("Location", TARGET);
        as(alice).get(LINKS + "?deleted=true").then().body("items", empty());
        restore(alice, code).then().statusCode(200).header("ETag", "\"3\"");
    }

    @Test
    void othersCannotRestoreIt() {
        var code = create(alice, TARGET);
        as(alice).delete(LINKS + "/" + code).then().statusCode(204);

        restore(unique("bob"), code).then().statusCode(404);
        restore(alice, unique("never")).then().statusCode(404);
        follow(code).statusCode(410);
    }

    @Test
    void linkLikeTheOneWishedForIsFound() {
        var body = Map.of("url", TARGET, "title", "x", "tags", new String[] {"a"}, "findIfExists", true);
        String code = as(alice)
                .body(body)
                .post(LINKS)
                .then()
                .statusCode(201)
                .extract()
                .path("code");

        as(alice)
                .body(body)
                .post(LINKS)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("code", equalTo(code));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"url\": \"https://example.com/other\", \"findIfExists\": true}",
                "{\"url\": \"https://example.com/\", \"findIfExists\": true, \"title\": \"x\"}",
                "{\"url\": \"https://example.com/\", \"findIfExists\": true, \"tags\": [\"x\"]}",
                "{\"url\": \"https://example.com/\", \"findIfExists\": true, \"status\": 301}",
                "{\"url\": \"https://example.com/\", \"findIfExists\": true, \"validUntil\": \"2099-01-01T00:00:00Z\"}",
                "{\"url\": \"https://example.com/\", \"findIfExists\": true, \"rules\": [{\"url\": \"https://example.com/\", \"conditions\": [{\"type\": \"device\", \"value\": \"ios\"}]}]}",
                "{\"url\": \"https://example.com/\"}",
            })
    void linkThatDiffersIsNoneToFind(String body) {
        create(alice, TARGET);

        as(alice).body(body).post(LINKS).then().statusCode(201);
    }

    @Test
    void linksOfOthersAndDeletedOnesAreNoneToFind() {
        create(unique("bob"), TARGET);
        as(alice).delete(LINKS + "/" + create(alice, TARGET)).then().statusCode(204);

        as(alice)
                .body(Map.of("url", TARGET, "findIfExists", true))
                .post(LINKS)
                .then()
                .statusCode(201);
    }

    @Test
    void ofManyWhoFindOrCreateOneCreates() {
        var answers = inParallel(20, () -> as(alice)
                .body(Map.of("url", TARGET, "findIfExists", true))
                .post(LINKS)
                .then()
                .extract());

        assertThat(answers)
                .extracting(answer -> answer.statusCode())
                .containsOnlyOnce(201)
                .containsOnly(200, 201);
        as(alice).get(LINKS).then().body("items", hasSize(1));
    }

    private Response patch(String code, long version, String body) {
        return as(alice).header("If-Match", "\"" + version + "\"").body(body).patch(LINKS + "/" + code);
    }

    private static Response restore(String subject, String code) {
        return as(subject).post(LINKS + "/" + code + "/restore");
    }
}
