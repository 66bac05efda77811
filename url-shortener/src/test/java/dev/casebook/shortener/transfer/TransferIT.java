package dev.casebook.shortener.transfer;

import static dev.casebook.shortener.Api.LINKS;
import static dev.casebook.shortener.Api.as;
import static dev.casebook.shortener.Api.createAlias;
import static dev.casebook.shortener.Api.follow;
import static dev.casebook.shortener.Api.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.casebook.testkit.TestTokens;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class TransferIT {

    private static final String CSV = "text/csv";
    private static final String JSON_LINES = "application/x-ndjson";

    private final String alice = unique("alice");

    @Test
    void bulkHasAResultForEachItem() {
        var taken = createAlias(alice, unique("taken"), "https://example.com/");

        bulk("""
                {"links": [{"url": "https://example.com/a", "title": "A"}, {"url": "http://10.0.0.1/"},
                           {"url": "https://example.com/b", "alias": "%s"}, {"url": "https://example.com/\\ud800"}]}""".formatted(taken))
                .statusCode(200)
                .body("results.status", contains(201, 422, 409, 422))
                .body("results[0].link.title", equalTo("A"))
                .body("results[0].problem", nullValue())
                .body("results[1].link", nullValue())
                .body("results[1].problem.type", equalTo("https://casebook.dev/problems/target-private"))
                .body("results[1].problem.errors.field", contains("links[1].url"))
                .body("results[2].problem.type", equalTo("https://casebook.dev/problems/alias-taken"))
                .body("results[3].problem.type", equalTo("https://casebook.dev/problems/target-malformed"));
        as(alice).get(LINKS).then().body("items", hasSize(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | links",
                "{\"links\": []} | links",
                "{\"links\": [null]} | links[0]",
                "{\"links\": [{\"url\": \"https://example.com/\", \"findIfExists\": true}]} | links[0].findIfExists",
                "{\"links\": [{\"url\": \"https://example.com/\", \"colour\": \"red\"}]} | links[0].colour",
            })
    void bulkThatIsNoneIsRefused(String body, String field) {
        bulk(body).statusCode(400).body("errors.field", contains(field));
    }

    @Test
    void bulkIsBounded() {
        bulk(many(500)).statusCode(200).body("results", hasSize(500));
        bulk(many(501)).statusCode(400).body("errors.field", contains("links"));
    }

    @Test
    void repeatedBulkGetsTheSameAnswer() {
        var key = unique("key");
        var body = many(3);
        var first = as(alice).header("Idempotency-Key", key).body(body).post(LINKS + "/bulk");

        var again = as(alice).header("Idempotency-Key", key).body(body).post(LINKS + "/bulk");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(again.asString()).isEqualTo(first.asString());
        as(alice).get(LINKS).then().body("items", hasSize(3));
    }

    @Test
    void csvColumnsMayComeInAnyOrder() {
        var alias = unique("csv");

        upload(CSV, """
                title,url,alias,tags,status
                "Hello, ""world\""",https://example.com/a,%s,"news,2026",307
                ,https://example.com/b,,,
                """.formatted(alias)).body("created", equalTo(2)).body("refused", equalTo(0));

        as(alice)
                .get(LINKS + "/" + alias)
                .then()
                .body("title", equalTo("Hello, \"world\""))
                .body("tags", contains("news", "2026"))
                .body("status", equalTo(307));
    }

    @Test
    void refusedRecordsAreToldAndTheOthersCreated() {
        upload(CSV, """
                url,maxVisits
                https://example.com/a,
                ftp://example.com/,
                https://example.com/b,0
                https://example.com/c,5
                """)
                .body("created", equalTo(2))
                .body("refused", equalTo(2))
                .body("refusals.record", contains(2, 3))
                .body("refusals.problem.errors.flatten().field", contains("url", "maxVisits"))
                .body("stopped", nullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"url\": \"https://example.com/a\"}, {\"url\": \"https://example.com/b\"}]",
                "{\"url\": \"https://example.com/a\"}\n{\"url\": \"https://example.com/b\"}\n"
            })
    void jsonComesAsAnArrayOrInLines(String body) {
        upload(JSON_LINES, body).body("created", equalTo(2)).body("stopped", nullValue());
        as(alice).get(LINKS).then().body("items", hasSize(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/csv | url,colour@https://example.com/,red | column",
                "text/csv | title@x | url",
                "application/json | nothing | not",
                "application/json | [3] | not the JSON",
            })
    void whatIsNoImportIsRefused(String type, String body, String why) {
        given(type)
                .body(body.replace('@', '\n'))
                .post(LINKS + "/import")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(why));
    }

    @Test
    void importStopsWhereItCannotBeReadAndSaysWhatWasDone() {
        var good = IntStream.range(0, 600)
                .mapToObj(i -> "https://example.com/" + i + "\n")
                .collect(Collectors.joining());

        upload(CSV, "url\n" + good + "\"https://example.com/never closed")
                .body("created", equalTo(600))
                .body("stopped", startsWith("Record 601: "));
    }

    @Test
    void fileMayBeLongerThanAnyOtherBody() {
        var path = "a".repeat(1_000);
        var body = "url\n"
                + IntStream.range(0, 3_000)
                        .mapToObj(i -> "https://example.com/" + path + i + "\n")
                        .collect(Collectors.joining());

        upload(CSV, body).body("created", equalTo(3_000)).body("stopped", nullValue());
        given(ContentType.JSON.toString())
                .body("{\"url\": \"https://example.com/\", \"title\": \"" + body.replace('\n', ' ') + "\"}")
                .post(LINKS)
                .then()
                .statusCode(413);
    }

    @Test
    void repeatedImportWithAKeyCreatesNothingTwice() {
        var key = unique("key");
        var body = "url\n"
                + IntStream.range(0, 700)
                        .mapToObj(i -> "https://example.com/" + i + "\n")
                        .collect(Collectors.joining());
        var first = given(CSV).header("Idempotency-Key", key).body(body).post(LINKS + "/import");

        var again = given(CSV).header("Idempotency-Key", key).body(body).post(LINKS + "/import");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(lines(JSON_LINES)).hasSize(700);
    }

    @ParameterizedTest
    @ValueSource(strings = {CSV, JSON_LINES})
    void whatIsExportedCanBeImported(String type) {
        var alias = unique("round");
        upload(JSON_LINES, """
                {"alias": "%s", "url": "https://example.com/main", "title": "a,\\"b\\"", "tags": ["x", "y"],
                 "validFrom": "2026-01-01T00:00:00Z", "validUntil": "2099-01-01T00:00:00Z", "status": 308,
                 "forwardQuery": true, "maxAge": 60, "rules": [{"url": "https://example.com/ios",
                 "conditions": [{"type": "device", "value": "ios"}]}]}""".formatted(alias)).body("created", equalTo(1));
        var exported = String.join("\n", lines(type));
        var moved = unique("moved");

        upload(type, exported.replace(alias, moved)).body("created", equalTo(1)).body("refusals", empty());

        assertThat(lines(type)).hasSize(type.equals(CSV) ? 3 : 2);
        assertThat(String.join("\n", lines(type)).replace(moved, alias))
                .contains(exported.lines().toList().getLast());
        follow(moved).statusCode(308);
    }

    @Test
    void exportGoesOverManyPagesAndShowsOnesOwnLinksOnly() {
        bulk(many(500)).statusCode(200);
        bulk(many(500)).statusCode(200);
        bulk(many(7)).statusCode(200);

        assertThat(lines(JSON_LINES)).hasSize(1007).doesNotHaveDuplicates();
        as(unique("bob"))
                .accept(CSV)
                .get(LINKS + "/export")
                .then()
                .statusCode(200)
                .body(startsWith("alias,url,title"));
    }

    private ValidatableResponse bulk(String body) {
        return as(alice).body(body).post(LINKS + "/bulk").then();
    }

    private ValidatableResponse upload(String type, String body) {
        return given(type).body(body).post(LINKS + "/import").then().statusCode(200);
    }

    private List<String> lines(String type) {
        return as(alice)
                .accept(type)
                .get(LINKS + "/export")
                .then()
                .statusCode(200)
                .header("Content-Type", startsWith(type))
                .extract()
                .asString()
                .lines()
                .toList();
    }

    private RequestSpecification given(String type) {
        return RestAssured.given()
                .config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .encodeContentTypeAs(type, ContentType.TEXT)
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .auth()
                .oauth2(TestTokens.of(alice))
                .contentType(type);
    }

    private static String many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"url\": \"https://example.com/" + i + "\"}")
                .collect(Collectors.joining(",", "{\"links\": [", "]}"));
    }
}
