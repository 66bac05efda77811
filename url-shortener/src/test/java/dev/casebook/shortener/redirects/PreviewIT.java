package dev.casebook.shortener.redirects;

import static dev.casebook.shortener.Api.LINKS;
import static dev.casebook.shortener.Api.anonymous;
import static dev.casebook.shortener.Api.as;
import static dev.casebook.shortener.Api.create;
import static dev.casebook.shortener.Api.follow;
import static dev.casebook.shortener.Api.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.casebook.shortener.StoredLinks;
import dev.casebook.testkit.WithServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class PreviewIT {

    private static final String TARGET = "https://example.com/a?b=c&d='e'";
    private static final String EVIL = "https://example.com/\"><script>alert(1)</script>&<img src=x onerror='x'>";

    private final String alice = unique("alice");

    @Inject
    StoredLinks stored;

    @Inject
    MeterRegistry meters;

    @Inject
    PreviewPage page;

    @Test
    void programsAreToldWhereTheLinkLeads() {
        var code = create(alice, TARGET);

        preview(code, "*/*")
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Control", "no-store")
                .header("Vary", "accept")
                .body("code", equalTo(code))
                .body("shortUrl", endsWith("/s/" + code))
                .body("url", equalTo(TARGET))
                .body("status", equalTo(302))
                .body("dependsOnVisitor", equalTo(false))
                .body("maxVisits", nullValue());
    }

    @Test
    void peopleGetAPageThatOnlyItsOwnStyleMayDress() throws Exception {
        var code = create(alice, TARGET);

        var answer = preview(code, "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
                .statusCode(200)
                .contentType("text/html")
                .header("X-Content-Type-Options", "nosniff")
                .body(containsString("https://example.com/a?b=c&amp;d=&#39;e&#39;"))
                .body(not(containsString("<script")))
                .extract();

        var html = answer.asString();
        var style = html.substring(html.indexOf("<style>") + "<style>".length(), html.indexOf("</style>"));
        var hash = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.header("Content-Security-Policy"))
                .contains("default-src 'none'", "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'")
                .doesNotContain("unsafe", "script-src");
    }

    @Test
    void nothingInAPageIsTakenForMarkup() {
        var html = page.render(new Preview("abc", EVIL, EVIL, 302, null, null, null, true, true));

        assertThat(html).doesNotContain("<script", "<img", "\"><").contains("&lt;script&gt;");
    }

    @Test
    void lookingCountsNoClick() {
        var code = create(alice, TARGET);
        double before = clicks();

        preview(code, "*/*").statusCode(200);
        preview(code, "text/html").statusCode(200);

        assertThat(clicks() - before).isZero();
    }

    @Test
    void lookingSpendsNoVisitAndShowsNoTargetThatHasALimit() {
        var code = createWith(Map.of("url", TARGET, "maxVisits", 1));

        preview(code, "*/*").statusCode(200).body("url", nullValue()).body("maxVisits", equalTo(1));
        preview(code, "text/html").statusCode(200).body(not(containsString("example.com")));

        follow(code).statusCode(302).header("Location", TARGET);
    }

    @Test
    void targetIsThatOfTheVisitorWhoLooks() {
        var code = createWith(Map.of(
                "url",
                TARGET,
                "rules",
                List.of(Map.of(
                        "url",
                        "https://example.com/de",
                        "conditions",
                        List.of(Map.of("type", "language", "value", "de"))))));

        anonymous()
                .header("Accept-Language", "de")
                .get("/s/" + code + "+")
                .then()
                .statusCode(200)
                .body("url", equalTo("https://example.com/de"))
                .body("dependsOnVisitor", equalTo(true));
        preview(code, "*/*").statusCode(200).body("url", equalTo(TARGET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "%2B", "%2b"})
    void headTellsThatThereIsSomethingToSeeHoweverItIsEncoded(String mark) {
        anonymous()
                .urlEncodingEnabled(false)
                .head("/s/" + create(alice, TARGET) + mark)
                .then()
                .statusCode(200)
                .body(emptyString());
    }

    @Test
    void whatLeadsNowhereHasNoPreview() {
        var deleted = create(alice, TARGET);
        as(alice).delete(LINKS + "/" + deleted).then().statusCode(204);
        var expired = createWith(
                Map.of("url", TARGET, "validFrom", "2020-01-01T00:00:00Z", "validUntil", "2020-01-02T00:00:00Z"));

        preview(unique("unknown"), "text/html").statusCode(404).contentType("application/problem+json");
        preview(deleted, "text/html").statusCode(410);
        preview(expired, "text/html").statusCode(410);
        preview(stored.insert("https://sub.blocked.example/"), "text/html").statusCode(403);
    }

    private String createWith(Map<String, Object> link) {
        return as(alice).body(link).post(LINKS).then().statusCode(201).extract().path("code");
    }

    private static ValidatableResponse preview(String code, String accept) {
        return anonymous()
                .urlEncodingEnabled(false)
                .accept(accept)
                .get("/s/" + code + "+")
                .then();
    }

    private double clicks() {
        return meters.get("shortener.clicks.appended").functionCounter().count();
    }
}
