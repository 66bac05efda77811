package dev.casebook.shortener.links;

import static dev.casebook.shortener.Api.LINKS;
import static dev.casebook.shortener.Api.anonymous;
import static dev.casebook.shortener.Api.as;
import static dev.casebook.shortener.Api.create;
import static dev.casebook.shortener.Api.createAlias;
import static dev.casebook.shortener.Api.edit;
import static dev.casebook.shortener.Api.inParallel;
import static dev.casebook.shortener.Api.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.casebook.testkit.TestTokens;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class LinksResourceIT {

    private static final String TARGET = "https://example.com/a?b=c";

    private final String alice = unique("alice");

    @Test
    void createdLinkIsAnsweredInFull() {
        var response = as(alice).body(Map.of("url", TARGET)).post(LINKS).then().statusCode(201);

        String code = response.extract().path("code");
        response.contentType(ContentType.JSON)
                .header("Location", "http://localhost:8080/api/v1/links/" + code)
                .header("ETag", "\"1\"")
                .body("code", matchesRegex("[0-9A-Za-z]{7}"))
                .body("shortUrl", equalTo("http://localhost:8080/s/" + code))
                .body("url", equalTo(TARGET))
                .body("owner", equalTo(alice))
                .body("version", equalTo(1))
                .body("createdAt", matchesRegex("\\d{4}-\\d\\d-\\d\\dT.*Z"))
                .body("updatedAt", equalTo(response.extract().path("createdAt")));
        as(alice)
                .get(LINKS + "/" + code)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("$", equalTo(response.extract().path("$")));
    }

    @Test
    void aliasBecomesTheCode() {
        var alias = unique("alias");

        assertThat(createAlias(alice, alias, TARGET)).isEqualTo(alias);
    }

    @Test
    void tokenIsRequired() {
        for (var request : List.of(anonymous(), anonymous().auth().oauth2(TestTokens.forged(alice)))) {
            request.contentType(ContentType.JSON)
                    .body(Map.of("url", TARGET))
                    .post(LINKS)
                    .then()
                    .statusCode(401)
                    .contentType("application/problem+json");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "{}, 422, target-missing, url",
        "{\"url\": \"ftp://example.com/\"}, 422, target-scheme, url",
        "{\"url\": \"https://user@example.com/\"}, 422, target-user-info, url",
        "{\"url\": \"https://exa mple.com/\"}, 422, target-malformed, url",
        "{\"url\": \"https:///path\"}, 422, target-no-host, url",
        "{\"url\": \"http://localhost:8080/s/abc\"}, 422, target-own, url",
        "{\"url\": \"http://169.254.169.254/\"}, 422, target-private, url",
        "{\"url\": \"https://аpple.com/\"}, 422, target-confusable, url",
        "'{\"url\": \"https://example.com\", \"alias\": \"a b\"}', 422, alias-malformed, alias",
        "'{\"url\": \"https://example.com\", \"alias\": \"admin\"}', 422, alias-reserved, alias",
    })
    void refusalNamesTypeAndField(String body, int status, String type, String field) {
        as(alice)
                .body(body)
                .post(LINKS)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("https://casebook.dev/problems/" + type))
                .body("status", equalTo(status))
                .body("instance", equalTo(LINKS))
                .body("errors.field", contains(field));
    }

    @Test
    void bodyThatIsNoJsonIsRefused() {
        as(alice).body("{\"url\": ").post(LINKS).then().statusCode(400).contentType("application/problem+json");
    }

    @Test
    void bodyIsRequired() {
        as(alice).post(LINKS).then().statusCode(422).body("errors.field", contains("url"));
    }

    @Test
    void takenAliasIsAConflict() {
        var alias = createAlias(alice, unique("taken"), TARGET);

        as(unique("bob"))
                .body(Map.of("url", TARGET, "alias", alias))
                .post(LINKS)
                .then()
                .statusCode(409)
                .body("type", equalTo("https://casebook.dev/problems/alias-taken"))
                .body("errors.field", contains("alias"));
    }

    @Test
    void ofManyWhoWantOneAliasOneGetsIt() {
        var alias = unique("race");

        var statuses = inParallel(20, () -> as(unique("racer"))
                .body(Map.of("url", TARGET, "alias", alias))
                .post(LINKS)
                .statusCode());

        assertThat(statuses).hasSize(20).containsOnly(201, 409).containsOnlyOnce(201);
    }

    @Test
    void othersDoNotSeeIt() {
        var code = create(alice, TARGET);
        var bob = unique("bob");

        as(bob).get(LINKS + "/" + code)
                .then()
                .statusCode(404)
                .body("type", equalTo("https://casebook.dev/problems/link-not-found"));
        as(bob).header("If-Match", "*")
                .body(Map.of("url", TARGET))
                .patch(LINKS + "/" + code)
                .then()
                .statusCode(404);
        as(bob).delete(LINKS + "/" + code).then().statusCode(404);
        as(alice).get(LINKS + "/" + code).then().statusCode(200);
    }

    @Test
    void unchangedLinkIsNotSentAgain() {
        var code = create(alice, TARGET);

        as(alice)
                .header("If-None-Match", "\"1\"")
                .get(LINKS + "/" + code)
                .then()
                .statusCode(304);
    }

    @Test
    void editMovesTheTargetAndTheVersion() {
        var code = create(alice, TARGET);

        as(alice)
                .header("If-Match", "\"1\"")
                .body(Map.of("url", "https://example.com/new"))
                .patch(LINKS + "/" + code)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("url", equalTo("https://example.com/new"))
                .body("version", equalTo(2));
    }

    @Test
    void editWithoutIfMatchIsRefused() {
        var code = create(alice, TARGET);

        as(alice)
                .body(Map.of("url", TARGET))
                .patch(LINKS + "/" + code)
                .then()
                .statusCode(428)
                .contentType("application/problem+json");
    }

    @Test
    void secondOfTwoEditsOfOneVersionIsRefused() {
        var code = create(alice, TARGET);
        edit(alice, code, 1, "https://example.com/first");

        as(alice)
                .header("If-Match", "\"1\"")
                .body(Map.of("url", "https://example.com/second"))
                .patch(LINKS + "/" + code)
                .then()
                .statusCode(412)
                .body("type", equalTo("https://casebook.dev/problems/link-changed"));
        as(alice).get(LINKS + "/" + code).then().body("url", equalTo("https://example.com/first"));
    }

    @Test
    void editObeysTheRulesOfTargets() {
        var code = create(alice, TARGET);

        as(alice)
                .header("If-Match", "\"1\"")
                .body(Map.of("url", "javascript:alert(1)"))
                .patch(LINKS + "/" + code)
                .then()
                .statusCode(422)
                .body("errors.field", contains("url"));
    }

    @Test
    void deletedLinkIsGoneAndItsAliasStaysTaken() {
        var alias = createAlias(alice, unique("gone"), TARGET);

        as(alice).header("If-Match", "\"7\"").delete(LINKS + "/" + alias).then().statusCode(412);
        as(alice).header("If-Match", "\"1\"").delete(LINKS + "/" + alias).then().statusCode(204);

        as(alice).get(LINKS + "/" + alias).then().statusCode(404);
        as(alice).delete(LINKS + "/" + alias).then().statusCode(404);
        as(alice).body(Map.of("url", TARGET, "alias", alias)).post(LINKS).then().statusCode(409);
    }

    @Test
    void pagesShowOnesOwnLinksNewestFirst() {
        var mine = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            mine.addFirst(create(alice, TARGET));
            create(unique("bob"), TARGET);
        }
        var deleted = mine.remove(2);
        as(alice).delete(LINKS + "/" + deleted).then().statusCode(204);

        var first = as(alice).get(LINKS + "?limit=3").then().statusCode(200).body("items", hasSize(3));
        String cursor = first.extract().path("next");
        var second = as(alice)
                .queryParam("cursor", cursor)
                .get(LINKS + "?limit=3")
                .then()
                .statusCode(200)
                .body("next", nullValue());

        var shown = new ArrayList<String>(first.extract().path("items.code"));
        shown.addAll(second.extract().path("items.code"));
        assertThat(shown).isEqualTo(mine);
    }

    @ParameterizedTest
    @CsvSource({"limit=0, limit", "limit=101, limit", "cursor=abc, cursor"})
    void pagesOutOfRangeAreRefused(String query, String field) {
        as(alice).get(LINKS + "?" + query).then().statusCode(400).body("errors.field", contains(field));
    }

    @Test
    void apiIsDescribed() {
        anonymous()
                .get("/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths.'/api/v1/links'.post", notNullValue());
    }
}
