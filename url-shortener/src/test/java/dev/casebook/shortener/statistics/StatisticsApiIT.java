package dev.casebook.shortener.statistics;

import static dev.casebook.shortener.Api.LINKS;
import static dev.casebook.shortener.Api.anonymous;
import static dev.casebook.shortener.Api.as;
import static dev.casebook.shortener.Api.awaitStart;
import static dev.casebook.shortener.Api.create;
import static dev.casebook.shortener.Api.soon;
import static dev.casebook.shortener.Api.unique;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statistics as their owner asks for them. */
@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class StatisticsApiIT {

    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";

    private final String alice = unique("alice");

    @BeforeEach
    void linksCanBeMade() {
        awaitStart();
    }

    @Test
    void clicksOfThisHourAreToldByWhoMadeThem() {
        var code = create(alice, "https://example.com/");
        visit(code, FIREFOX, "https://news.example/a");
        visit(code, FIREFOX, "");
        visit(code, "curl/8.5.0", "");
        awaitTotal(code, 3);

        as(alice)
                .queryParam("unit", "hour")
                .queryParam("by", "browser,referrer", "os")
                .get(stats(code))
                .then()
                .statusCode(200)
                .body("bots", equalTo(1))
                .body("range.clicks", equalTo(3))
                .body("range.bots", equalTo(1))
                .body("range.visitors", equalTo(1))
                .body("range.zone", equalTo("UTC"))
                .body("range.series.clicks.sum()", equalTo(3))
                .body("by.browser.values.value", contains("Firefox"))
                .body("by.browser.values.clicks", contains(2))
                .body("by.os.values.value", contains("Linux"))
                .body("by.referrer.values.value", contains("(none)", "news.example"))
                .body("by.referrer.other", equalTo(0));
    }

    @Test
    void withoutAWishTheLastSevenDaysAreShown() {
        var code = create(alice, "https://example.com/");

        as(alice)
                .get(stats(code))
                .then()
                .statusCode(200)
                .body("range.unit", equalTo("day"))
                .body("range.series", hasSize(7))
                .body("by", equalTo(null));
    }

    @Test
    void daysOfUtcCanBeAskedForHoweverOldTheyAre() {
        var code = create(alice, "https://example.com/");
        var to = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(400, ChronoUnit.DAYS);

        as(alice)
                .queryParam("from", to.minus(10, ChronoUnit.DAYS).toString())
                .queryParam("to", to.toString())
                .get(stats(code))
                .then()
                .statusCode(200)
                .body("range.series", hasSize(10));
    }

    @ParameterizedTest
    @CsvSource({
        "unit=week, 400, unit, invalid-request",
        "zone=Mars/Olympus, 400, zone, invalid-request",
        "zone=%2B01:07, 400, zone, invalid-request",
        "from=yesterday, 400, from, invalid-request",
        "to=2026-13-01, 400, to, invalid-request",
        "from=-9999-01-01, 400, from, invalid-request",
        "by=shoe-size, 400, by, invalid-request",
        "from=2026-06-02&to=2026-06-01, 422, from, statistics-range-empty",
        "from=2020-01-01&to=2026-01-01, 422, from, statistics-range-too-long",
        "unit=hour&from=2026-01-01&to=2026-03-01, 422, from, statistics-range-too-long",
        "unit=hour&from=2021-01-01&to=2021-01-02, 422, from, statistics-rolled-up",
        "zone=Europe/Vienna&from=2021-01-01&to=2021-01-02, 422, from, statistics-rolled-up"
    })
    void questionThatCannotBeAnsweredNamesItsMistake(String query, int status, String field, String type) {
        var code = create(alice, "https://example.com/");

        as(alice)
                .urlEncodingEnabled(false)
                .get(stats(code) + "?" + query)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("errors.field", contains(field))
                .body("type", equalTo("https://casebook.dev/problems/" + type));
    }

    private void awaitTotal(String code, int expected) {
        soon().untilAsserted(
                        () -> as(alice).get(stats(code)).then().statusCode(200).body("total", equalTo(expected)));
    }

    private static void visit(String code, String agent, String referrer) {
        anonymous()
                .header("User-Agent", agent)
                .header("Referer", referrer)
                .get("/s/" + code)
                .then()
                .statusCode(302);
    }

    private static String stats(String code) {
        return LINKS + "/" + code + "/stats";
    }
}
