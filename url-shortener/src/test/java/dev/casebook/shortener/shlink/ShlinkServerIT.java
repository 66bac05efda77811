package dev.casebook.shortener.shlink;

import static dev.casebook.shortener.Api.anonymous;
import static dev.casebook.shortener.Api.awaitStart;
import static dev.casebook.shortener.Api.follow;
import static dev.casebook.shortener.Api.soon;
import static dev.casebook.shortener.shlink.ShlinkClient.BASE;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.casebook.chassis.jdbc.Sql;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tags, visits, domains and what else Shlink's clients ask for. */
@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class ShlinkServerIT {

    private static final String ERRORS = "https://shlink.io/api/error/";
    private static final String TARGET = "https://example.com/";
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";

    @Inject
    DataSource database;

    private ShlinkClient client;

    @BeforeEach
    void linksCanBeMade() {
        awaitStart();
        client = new ShlinkClient();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /short-urls",
        "POST, /short-urls",
        "GET, /short-urls/abc",
        "PATCH, /short-urls/abc",
        "DELETE, /short-urls/abc",
        "GET, /short-urls/abc/redirect-rules",
        "POST, /short-urls/abc/redirect-rules",
        "GET, /short-urls/abc/visits",
        "DELETE, /short-urls/abc/visits",
        "GET, /visits",
        "GET, /visits/orphan",
        "DELETE, /visits/orphan",
        "GET, /visits/non-orphan",
        "GET, /tags",
        "PUT, /tags",
        "DELETE, /tags",
        "GET, /tags/stats",
        "GET, /tags/a/visits",
        "GET, /domains",
        "PATCH, /domains/redirects",
        "GET, /domains/DEFAULT/visits",
        "GET, /mercure-info",
    })
    void nothingIsAnsweredWithoutAKey(String method, String path) {
        anonymous()
                .contentType("application/json")
                .request(method, BASE + path)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("type", equalTo(ERRORS + "missing-authentication"))
                .body("expectedHeaders", contains("X-Api-Key"));
        anonymous()
                .contentType("application/json")
                .header("X-Api-Key", "0011223344556677-" + "0".repeat(64))
                .request(method, BASE + path)
                .then()
                .statusCode(401)
                .body("type", equalTo(ERRORS + "invalid-api-key"));
    }

    @Test
    void pagesOfOtherOriginsMayUseIt() {
        anonymous()
                .header("Origin", "https://app.example.com")
                .header("Access-Control-Request-Method", "PATCH")
                .header("Access-Control-Request-Headers", "x-api-key,content-type")
                .options(BASE + "/short-urls/abc")
                .then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Allow-Methods", containsString("PATCH"))
                .header("Access-Control-Allow-Headers", containsString("X-Api-Key"));
        client.request()
                .header("Origin", "https://app.example.com")
                .get(BASE + "/tags")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", "*");
        // A page must be able to read why it is refused.
        anonymous()
                .header("Origin", "https://app.example.com")
                .get(BASE + "/tags")
                .then()
                .statusCode(401)
                .header("Access-Control-Allow-Origin", "*");
    }

    @Test
    void pagesOfOtherOriginsMayNotUseOurOwnApi() {
        anonymous()
                .header("Origin", "https://app.example.com")
                .get("/api/v1/links")
                .then()
                .statusCode(401)
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @Test
    void tagsAreListedCountedRenamedAndDeleted() {
        client.created(TARGET, Map.of("tags", List.of("b", "a")));
        var other = client.created(TARGET, Map.of("tags", List.of("b")));

        client.get("/tags").statusCode(200).body("tags.data", contains("a", "b"));
        client.get("/tags?searchTerm=B&orderBy=tag-DESC").body("tags.data", contains("b"));
        client.get("/tags/stats?orderBy=shortUrlsCount-DESC")
                .statusCode(200)
                .body("tags.data.tag", contains("b", "a"))
                .body("tags.data.shortUrlsCount", contains(2, 1))
                .body("tags.data[0].visitsSummary.total", equalTo(0))
                .body("tags.pagination.totalItems", equalTo(2));

        rename("b", "C").statusCode(204);
        client.get("/tags").body("tags.data", contains("a", "c"));
        client.get("/short-urls/" + other).body("tags", contains("c"));
        rename("a", "c").statusCode(409).body("type", equalTo(ERRORS + "tag-conflict"));
        rename("b", "d").statusCode(404).body("type", equalTo(ERRORS + "tag-not-found"));
        client.request()
                .body("{}")
                .put(BASE + "/tags")
                .then()
                .statusCode(400)
                .body("invalidElements", contains("oldName"));

        client.request()
                .urlEncodingEnabled(false)
                .delete(BASE + "/tags?tags%5B%5D=c&tags%5B%5D=unknown")
                .then()
                .statusCode(204);
        client.get("/tags").body("tags.data", contains("a"));
        client.get("/short-urls/" + other).statusCode(200).body("tags", empty());
    }

    @Test
    void visitsAreAsManyAsWereCountedAndSayWhatIsKnown() {
        var code = client.created(TARGET, Map.of("tags", List.of("seen")));
        client.created(TARGET);
        visit(code, FIREFOX, "https://news.example/a");
        visit(code, FIREFOX, "");
        visit(code, "curl/8.5.0", "");
        awaitVisits(code, 3);

        client.get("/short-urls/" + code + "/visits")
                .statusCode(200)
                .body("visits.pagination.totalItems", equalTo(3))
                .body("visits.data", hasSize(3))
                .body("visits.data.findAll { it.potentialBot }", hasSize(1))
                .body("visits.data.findAll { it.referer == 'news.example' }", hasSize(1))
                .body("visits.data.date", everyItem(notNullValue()))
                .body("visits.data.userAgent", everyItem(equalTo("")))
                .body("visits.data.visitLocation", everyItem(nullValue()))
                .body("visits.data.visitedUrl", everyItem(equalTo("http://localhost:8080/s/" + code)));
        client.get("/short-urls/" + code + "/visits?excludeBots=true")
                .body("visits.pagination.totalItems", equalTo(2))
                .body("visits.data.potentialBot", everyItem(equalTo(false)));
        client.get("/short-urls/" + code + "/visits?itemsPerPage=2&page=2")
                .body("visits.data", hasSize(1))
                .body("visits.data[0].potentialBot", equalTo(true))
                .body("visits.pagination.pagesCount", equalTo(2));
        client.get("/short-urls/" + code + "/visits?endDate=2020-01-01").body("visits.data", empty());
        for (var path : List.of("/visits/non-orphan", "/tags/seen/visits", "/domains/DEFAULT/visits")) {
            client.get(path).statusCode(200).body("visits.pagination.totalItems", equalTo(3));
        }
        client.get("/visits").body("visits.nonOrphanVisits", equalTo(Map.of("total", 3, "nonBots", 2, "bots", 1)));
        client.get("/tags/stats").body("tags.data[0].visitsSummary.bots", equalTo(1));
        client.get("/short-urls?orderBy=visits-DESC").body("shortUrls.data[0].visitsSummary.total", equalTo(3));
        new ShlinkClient().get("/visits").body("visits.nonOrphanVisits.total", equalTo(0));
    }

    @Test
    void visitsCanBeForgotten() {
        var code = client.created(TARGET);
        follow(code);
        awaitVisits(code, 1);

        client.request()
                .delete(BASE + "/short-urls/" + code + "/visits")
                .then()
                .statusCode(200)
                .body("deletedVisits", equalTo(1));

        client.get("/short-urls/" + code + "/visits").body("visits.data", empty());
        client.get("/short-urls/" + code).body("visitsSummary.total", equalTo(0));
        follow(code);
        awaitVisits(code, 1);
    }

    @Test
    void visitsOfWhatIsNotThereAreNotFound() {
        client.get("/short-urls/nothere/visits").statusCode(404).body("type", equalTo(ERRORS + "short-url-not-found"));
        client.get("/tags/nothere/visits").statusCode(404).body("type", equalTo(ERRORS + "tag-not-found"));
        client.get("/domains/other.example/visits")
                .statusCode(404)
                .body("type", equalTo(ERRORS + "domain-not-found"))
                .body("authority", equalTo("other.example"));
        client.get("/visits/non-orphan?domain=other.example").statusCode(200).body("visits.data", empty());
    }

    @Test
    void orphanVisitsAreEverybodysByDayAndKind() {
        orphans("base_url", 3, 1);
        orphans("regular_404", 1, 0);
        var day = "startDate=2021-03-01T12:00:00Z&endDate=2021-03-01T13:00:00Z";

        client.get("/visits/orphan?" + day)
                .statusCode(200)
                .body("visits.data.type", contains("regular_404", "base_url", "base_url", "base_url"))
                .body("visits.data.potentialBot", contains(false, false, false, true))
                .body("visits.data.date", everyItem(equalTo("2021-03-01T00:00:00+00:00")))
                .body("visits.pagination.totalItems", equalTo(4));
        client.get("/visits/orphan?itemsPerPage=2&page=2&type=base_url&" + day)
                .body("visits.data.potentialBot", contains(true))
                .body("visits.pagination.totalItems", equalTo(3));
        client.get("/visits/orphan?excludeBots=true&" + day).body("visits.pagination.totalItems", equalTo(3));
        client.get("/visits").body("visits.orphanVisits.bots", greaterThan(0));
        client.get("/visits/orphan?endDate=2020-01-01").body("visits.data", empty());
        client.get("/visits/orphan?domain=other.example").body("visits.data", empty());
        client.get("/visits/orphan?type=lost").statusCode(400).body("invalidElements", contains("type"));
        client.request().delete(BASE + "/visits/orphan").then().statusCode(200).body("deletedVisits", equalTo(0));
        client.get("/visits").body("visits.orphanVisits.bots", greaterThan(0));
    }

    @Test
    void thereIsOneDomainWithoutRedirects() {
        client.get("/domains")
                .statusCode(200)
                .body("domains.data.domain", contains("localhost:8080"))
                .body("domains.data[0].isDefault", equalTo(true))
                .body("domains.defaultRedirects.baseUrlRedirect", nullValue());
        editDomain("{\"domain\": \"localhost:8080\", \"baseUrlRedirect\": null}")
                .statusCode(200);
        editDomain("{\"domain\": \"localhost:8080\", \"baseUrlRedirect\": \"https://example.com/\"}")
                .statusCode(400)
                .body("invalidElements", contains("baseUrlRedirect"));
        editDomain("{\"domain\": \"other.example\"}").statusCode(404);
        editDomain("{}").statusCode(400).body("invalidElements", contains("domain"));
    }

    @Test
    void healthNeedsNoKeyAndMercureIsNotThere() {
        anonymous()
                .get(BASE + "/health")
                .then()
                .statusCode(200)
                .contentType("application/health+json")
                .body("status", equalTo("pass"))
                .body("version", notNullValue());
        client.get("/mercure-info").statusCode(501).body("type", equalTo(ERRORS + "mercure-not-configured"));
    }

    private ValidatableResponse rename(String oldName, String newName) {
        return client.request()
                .body(Map.of("oldName", oldName, "newName", newName))
                .put(BASE + "/tags")
                .then();
    }

    private ValidatableResponse editDomain(String body) {
        return client.request().body(body).patch(BASE + "/domains/redirects").then();
    }

    private void awaitVisits(String code, int visits) {
        soon().untilAsserted(() -> client.get("/short-urls/" + code).body("visitsSummary.total", equalTo(visits)));
    }

    /** As if a process had met them on a day of no other test. */
    private void orphans(String kind, int visits, int bots) {
        Sql.on(database, """
                INSERT INTO orphan_visits (day, kind, process, visits, bots) VALUES ('2021-03-01', ?, ?, ?, ?)""", insert -> {
            insert.setString(1, kind);
            insert.setObject(2, UUID.randomUUID());
            insert.setInt(3, visits);
            insert.setInt(4, bots);
            return insert.executeUpdate();
        });
    }

    private static void visit(String code, String agent, String referrer) {
        anonymous()
                .header("User-Agent", agent)
                .header("Referer", referrer)
                .get("/s/" + code)
                .then()
                .statusCode(302);
    }
}
