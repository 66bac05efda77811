package dev.casebook.shortener.shlink;

import static dev.casebook.shortener.Api.awaitStart;
import static dev.casebook.shortener.Api.follow;
import static dev.casebook.shortener.Api.unique;
import static dev.casebook.shortener.shlink.ShlinkClient.BASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class ShortUrlsIT {

    private static final String ERRORS = "https://shlink.io/api/error/";
    private static final String TARGET = "https://example.com/";

    private ShlinkClient client;

    @BeforeEach
    void linksCanBeMade() {
        awaitStart();
        client = new ShlinkClient();
    }

    @Test
    void createdShortUrlHasAllThatShlinkShows() {
        var slug = unique("slug");

        client.create(Map.of(
                        "longUrl",
                        TARGET,
                        "customSlug",
                        slug,
                        "tags",
                        List.of("One", "two"),
                        "title",
                        "A title",
                        "validSince",
                        "2026-01-01T01:00:00+01:00",
                        "validUntil",
                        "2099-01-01T00:00:00+00:00",
                        "maxVisits",
                        3,
                        "shortCodeLength",
                        5,
                        "somethingOfAnotherVersion",
                        true))
                .statusCode(200)
                .body("shortCode", equalTo(slug))
                .body("shortUrl", equalTo("http://localhost:8080/s/" + slug))
                .body("longUrl", equalTo(TARGET))
                .body("dateCreated", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+00:00"))
                .body("visitsSummary", equalTo(Map.of("total", 0, "nonBots", 0, "bots", 0)))
                .body("tags", contains("one", "two"))
                .body("meta.validSince", equalTo("2026-01-01T00:00:00+00:00"))
                .body("meta.validUntil", equalTo("2099-01-01T00:00:00+00:00"))
                .body("meta.maxVisits", equalTo(3))
                .body("$", hasKey("domain"))
                .body("domain", nullValue())
                .body("title", equalTo("A title"))
                .body("crawlable", equalTo(false))
                .body("forwardQuery", equalTo(true))
                .body("hasRedirectRules", equalTo(false));
        client.get("/short-urls/" + slug).statusCode(200).body("longUrl", equalTo(TARGET));
    }

    @Test
    void shortUrlRedirectsAndPassesTheQueryOnUnlessToldNotTo() {
        var code = client.created(TARGET);
        var other = client.created(TARGET, Map.of("forwardQuery", false));

        follow(code + "?a=b").statusCode(302).header("Location", TARGET + "?a=b");
        follow(other + "?a=b").statusCode(302).header("Location", TARGET);
    }

    @Test
    void slugThatIsTakenIsRefusedAsShlinkDoes() {
        var slug = client.created(TARGET, Map.of("customSlug", unique("slug")));

        client.create(Map.of("longUrl", TARGET, "customSlug", slug))
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo(ERRORS + "non-unique-slug"))
                .body("title", equalTo("Invalid custom slug"))
                .body("status", equalTo(400))
                .body("customSlug", equalTo(slug));
    }

    @Test
    void shortUrlThatIsJustLikeItIsFound() {
        var wish = Map.of("longUrl", TARGET, "tags", List.of("a"), "findIfExists", true);
        String code = client.create(wish).statusCode(200).extract().path("shortCode");

        client.create(wish).statusCode(200).body("shortCode", equalTo(code));
        assertThat(client.created(TARGET, Map.of("tags", List.of("b"), "findIfExists", true)))
                .isNotEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | longUrl",
                "{'longUrl': 'javascript:alert(1)'} | longUrl",
                "{'longUrl': 5} | longUrl",
                "{'longUrl': 'https://example.com/', 'customSlug': 'a b'} | customSlug",
                "{'longUrl': 'https://example.com/', 'domain': 'other.example'} | domain",
                "{'longUrl': 'https://example.com/', 'pathPrefix': 'x'} | pathPrefix",
                "{'longUrl': 'https://example.com/', 'shortCodeLength': 3} | shortCodeLength",
                "{'longUrl': 'https://example.com/', 'maxVisits': 0} | maxVisits",
                "{'longUrl': 'https://example.com/', 'maxVisits': 'many'} | maxVisits",
                "{'longUrl': 'https://example.com/', 'validSince': 'soon'} | validSince",
                "{'longUrl': 'https://example.com/', 'tags': 'a'} | tags",
                "{'longUrl': 'https://example.com/', 'findIfExists': 'yes'} | findIfExists",
            })
    void wrongDataNamesItsElement(String body, String element) {
        client.request()
                .body(body.replace('\'', '"'))
                .post(BASE + "/short-urls")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo(ERRORS + "invalid-data"))
                .body("invalidElements", contains(element));
    }

    @Test
    void bodyThatIsNoJsonIsMalformed() {
        client.request()
                .body("{")
                .post(BASE + "/short-urls")
                .then()
                .statusCode(400)
                .body("type", equalTo(ERRORS + "malformed-request-body"));
    }

    @Test
    void editChangesWhatItNames() {
        var code = client.created(TARGET, Map.of("title", "Old", "tags", List.of("a"), "maxVisits", 5));

        client.request()
                .body("{\"longUrl\": \"https://example.org/\", \"title\": null, \"forwardQuery\": false}")
                .patch(BASE + "/short-urls/" + code)
                .then()
                .statusCode(200)
                .body("longUrl", equalTo("https://example.org/"))
                .body("title", nullValue())
                .body("forwardQuery", equalTo(false))
                .body("tags", contains("a"))
                .body("meta.maxVisits", equalTo(5));
        follow(code).header("Location", "https://example.org/");
    }

    @Test
    void deletedShortUrlIsGone() {
        var code = client.created(TARGET);

        client.request().delete(BASE + "/short-urls/" + code).then().statusCode(204);

        client.get("/short-urls/" + code)
                .statusCode(404)
                .body("type", equalTo(ERRORS + "short-url-not-found"))
                .body("shortCode", equalTo(code));
        follow(code).statusCode(410);
    }

    @Test
    void shortUrlOfAnotherUserOrDomainIsNotFound() {
        var code = client.created(TARGET);

        for (var response : List.of(
                new ShlinkClient().get("/short-urls/" + code),
                client.get("/short-urls/" + code + "?domain=other.example"),
                new ShlinkClient()
                        .request()
                        .body("{}")
                        .patch(BASE + "/short-urls/" + code)
                        .then())) {
            response.statusCode(404).body("type", equalTo(ERRORS + "short-url-not-found"));
        }
        client.get("/short-urls/" + code + "?domain=localhost:8080").statusCode(200);
    }

    @Test
    void rulesComeBackAsTheyWereSetAndDecide() {
        var code = client.created(TARGET);
        var rules = List.of(
                rule("https://example.com/ios", condition("device", null, "ios")),
                rule(
                        "https://example.com/de",
                        condition("language", null, "de"),
                        condition("query-param", "a", "b"),
                        condition("any-value-query-param", "c", null),
                        condition("valueless-query-param", "d", null)),
                rule(
                        "https://example.com/then",
                        condition("after-date", null, "2026-01-01T00:00:00Z"),
                        condition("before-date", null, "2026-01-02T00:00:00Z")));

        client.request()
                .body(Map.of("redirectRules", rules))
                .post(BASE + "/short-urls/" + code + "/redirect-rules")
                .then()
                .statusCode(200);

        client.get("/short-urls/" + code + "/redirect-rules")
                .statusCode(200)
                .body("defaultLongUrl", equalTo(TARGET))
                .body("redirectRules.priority", contains(1, 2, 3))
                .body("redirectRules[1].longUrl", equalTo("https://example.com/de"))
                .body(
                        "redirectRules.conditions.flatten().type",
                        contains(
                                "device",
                                "language",
                                "query-param",
                                "any-value-query-param",
                                "valueless-query-param",
                                "after-date",
                                "before-date"))
                .body("redirectRules[1].conditions[1].matchKey", equalTo("a"))
                .body("redirectRules[1].conditions[1].matchValue", equalTo("b"));
        client.get("/short-urls/" + code).body("hasRedirectRules", equalTo(true));
        client.request()
                .header("User-Agent", "Mozilla/5.0 (iPhone)")
                .get("/s/" + code)
                .then()
                .header("Location", "https://example.com/ios");
    }

    @Test
    void conditionThatDoesNotExistHereIsRefused() {
        var code = client.created(TARGET);

        client.request()
                .body(Map.of(
                        "redirectRules",
                        List.of(rule("https://example.com/x", condition("geolocation-country-code", null, "AT")))))
                .post(BASE + "/short-urls/" + code + "/redirect-rules")
                .then()
                .statusCode(400)
                .body("invalidElements", contains("redirectRules"));
    }

    @Test
    void listIsPagedSortedAndCounted() {
        var first = client.created("https://example.com/a", Map.of("title", "b"));
        var second = client.created("https://example.com/b", Map.of("title", "a"));
        var third = client.created("https://example.com/c");

        client.get("/short-urls?itemsPerPage=2")
                .statusCode(200)
                .body("shortUrls.data.shortCode", contains(third, second))
                .body("shortUrls.pagination.currentPage", equalTo(1))
                .body("shortUrls.pagination.pagesCount", equalTo(2))
                .body("shortUrls.pagination.itemsPerPage", equalTo(2))
                .body("shortUrls.pagination.itemsInCurrentPage", equalTo(2))
                .body("shortUrls.pagination.totalItems", equalTo(3));
        client.get("/short-urls?itemsPerPage=2&page=2").body("shortUrls.data.shortCode", contains(first));
        client.get("/short-urls?page=9")
                .body("shortUrls.data", empty())
                .body("shortUrls.pagination.totalItems", equalTo(3));
        client.get("/short-urls?orderBy=title-ASC").body("shortUrls.data.shortCode", contains(second, first, third));
        client.get("/short-urls?orderBy=longUrl-DESC").body("shortUrls.data.shortCode", contains(third, second, first));
        client.get("/short-urls?itemsPerPage=-1").body("shortUrls.data", hasSize(3));
    }

    @Test
    void listIsFilteredByTagsTextDatesAndUse() {
        var both = client.created("https://example.com/needle", Map.of("tags", List.of("a", "b")));
        var one = client.created("https://example.com/", Map.of("tags", List.of("a"), "title", "Needle"));
        var over = client.created(
                "https://example.com/", Map.of("tags", List.of("b"), "validUntil", "2026-01-01T00:00:00Z"));

        listed("tags[]=a&tags[]=b", over, one, both);
        listed("tags%5B%5D=a&tags%5B%5D=b&tagsMode=all", both);
        listed("tags[0]=A&excludeTags[]=b", one);
        listed("excludeTags[]=a&excludeTags[]=b&excludeTagsMode=all", over, one);
        listed("searchTerm=NEEDLE", one, both);
        listed("excludePastValidUntil=true", one, both);
        listed("excludePastValidUntil=false&excludeMaxVisitsReached=true", over, one, both);
        listed("endDate=2020-01-01");
        listed("startDate=2020-01-01T00:00:00%2B02:00&domain=DEFAULT", over, one, both);
        listed("domain=other.example");
    }

    @ParameterizedTest
    @CsvSource({
        "orderBy=shoeSize-ASC, orderBy",
        "startDate=then, startDate",
        "tagsMode=some, tagsMode",
        "page=first, page",
        "excludePastValidUntil=perhaps, excludePastValidUntil",
        "apiKeyName=mine, apiKeyName",
    })
    void wrongParameterIsNamed(String query, String name) {
        client.get("/short-urls?" + query)
                .statusCode(400)
                .body("type", equalTo(ERRORS + "invalid-data"))
                .body("invalidElements", contains(name));
    }

    private void listed(String query, String... codes) {
        client.request()
                .urlEncodingEnabled(false)
                .get(BASE + "/short-urls?" + query)
                .then()
                .statusCode(200)
                .body("shortUrls.data.shortCode", codes.length == 0 ? empty() : contains(codes));
    }

    private static Map<String, Object> rule(String longUrl, Map<?, ?>... conditions) {
        return Map.of("longUrl", longUrl, "conditions", List.of(conditions));
    }

    private static Map<String, String> condition(String type, String key, String value) {
        var condition = new HashMap<String, String>();
        condition.put("type", type);
        condition.put("matchKey", key);
        condition.put("matchValue", value);
        return condition;
    }
}
