package dev.casebook.shortener.redirects;

import static dev.casebook.shortener.Api.LINKS;
import static dev.casebook.shortener.Api.PATIENCE;
import static dev.casebook.shortener.Api.anonymous;
import static dev.casebook.shortener.Api.as;
import static dev.casebook.shortener.Api.follow;
import static dev.casebook.shortener.Api.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.nullValue;

import dev.casebook.shortener.StoredLinks;
import dev.casebook.shortener.rules.Redirection;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an owner chose, as a visitor meets it. */
@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class RedirectionIT {

    private final String alice = unique("alice");

    @Inject
    DestinationRepository repository;

    @Inject
    Redirects redirects;

    @Inject
    StoredLinks stored;

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void statusIsTheOneChosenAndNoStatusIsCachedUnasked(int status) {
        follow(create("\"status\": " + status))
                .statusCode(status)
                .header("Location", "https://example.com/main?own=1")
                .header("Cache-Control", "no-store");
    }

    @Test
    void linkWhoseTimeHasNotComeIsUnknown() {
        var code = create("\"validFrom\": \"2099-01-01T00:00:00Z\"");

        follow(code)
                .statusCode(404)
                .header("Cache-Control", "no-store")
                .body("type", equalTo("https://casebook.dev/problems/link-not-yet-valid"));
        assertThat(redirects.live(code).toCompletableFuture().join()).isEmpty();
    }

    @Test
    void linkWhoseTimeIsOverIsGone() {
        var code = create("\"validUntil\": \"2020-01-01T00:00:00Z\"");

        follow(code).statusCode(410).body("type", equalTo("https://casebook.dev/problems/link-expired"));
        assertThat(redirects.live(code).toCompletableFuture().join()).isEmpty();
    }

    /** The block list of the tests' settings is younger than what the store holds. */
    @Test
    void linkWhoseTargetWasBlockedAfterwardsLeadsNowhere() {
        var code = stored.insert("https://evil.blocked.example/page");

        for (int i = 0; i < 2; i++) {
            follow(code)
                    .statusCode(403)
                    .header("Cache-Control", "no-store")
                    .header("Location", nullValue())
                    .body("type", equalTo("https://casebook.dev/problems/link-blocked"));
        }
        assertThat(redirects.live(code).toCompletableFuture().join()).isEmpty();
    }

    @Test
    void cachedLinkEndsWithItsWindow() {
        var until = Instant.now().plusSeconds(3);
        var code = create("\"maxAge\": 3600, \"validUntil\": \"" + until + "\"");

        await().atMost(PATIENCE).until(() -> {
            var asked = Instant.now();
            int status = follow(code).extract().statusCode();
            var answered = Instant.now();
            if (answered.isBefore(until)) {
                assertThat(status).isEqualTo(302);
            }
            if (asked.isAfter(until)) {
                assertThat(status).isEqualTo(410);
            }
            return status == 410;
        });
    }

    @Test
    void browsersMayRepeatOnlyWhatTheOwnerAllowsAndNotBeyondTheEnd() {
        follow(create("\"maxAge\": 60")).header("Cache-Control", "private, max-age=60");
        follow(create("\"maxAge\": 86400, \"validUntil\": \"" + Instant.now().plusSeconds(1000) + "\""))
                .header("Cache-Control", matchesRegex("private, max-age=\\d{1,3}"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', https://example.com/main?own=1",
        "a=b, https://example.com/main?own=1&a=b",
        "own=2&a=%20, https://example.com/main?own=1&a=%20",
    })
    void queryIsPassedOnWhenTheOwnerWantsThat(String query, String location) {
        followWith(create("\"forwardQuery\": true"), query).header("Location", location);
        followWith(create("\"forwardQuery\": false"), query).header("Location", "https://example.com/main?own=1");
    }

    @Test
    void firstRuleThatHoldsDecides() {
        var code = create("""
                "rules": [
                  {"url": "https://example.com/app", "conditions": [{"type": "device", "value": "ios"}]},
                  {"url": "https://example.com/de", "conditions": [{"type": "language", "value": "de"}]},
                  {"url": "https://example.com/mail", "conditions": [{"type": "query", "name": "src", "value": "mail"}]},
                  {"url": "https://example.com/never", "conditions": [{"type": "after", "value": "2099-01-01T00:00:00Z"}]}]""");

        visit(code, "iPhone", "de", "").header("Location", "https://example.com/app");
        visit(code, "Windows NT", "de-CH,en;q=0.5", "").header("Location", "https://example.com/de");
        visit(code, "Windows NT", "en", "?src=mail").header("Location", "https://example.com/mail");
        visit(code, "Windows NT", "en", "").header("Location", "https://example.com/main?own=1");
    }

    @Test
    void editOfARuleIsSeenAtOnce() {
        var code = create("\"status\": 308");
        follow(code).statusCode(308);

        as(alice)
                .header("If-Match", "*")
                .body("{\"status\": null, \"forwardQuery\": true}")
                .patch(LINKS + "/" + code)
                .then()
                .statusCode(200);

        followWith(code, "a=b").statusCode(302).header("Location", "https://example.com/main?own=1&a=b");
    }

    @Test
    void whatTheStoreTellsIsWhatTheCreationSaid() {
        var code = create("""
                "status": 307, "forwardQuery": true, "maxAge": 9, "validFrom": "2020-01-01T00:00:00.5Z",
                "rules": [{"url": "https://example.com/a", "conditions": [{"type": "query", "name": "x"}]}]""");

        var here = redirects.live(code).toCompletableFuture().join().orElseThrow();

        assertThat(repository.find(List.of(code))).containsEntry(code, here);
        assertThat(here.redirection()).isNotEqualTo(Redirection.to(here.url()));
    }

    private String create(String members) {
        return as(alice)
                .body("{\"url\": \"https://example.com/main?own=1\", " + members + "}")
                .post(LINKS)
                .then()
                .statusCode(201)
                .extract()
                .path("code");
    }

    private static ValidatableResponse followWith(String code, String query) {
        return anonymous()
                .urlEncodingEnabled(false)
                .get("/s/" + code + (query.isEmpty() ? "" : "?" + query))
                .then();
    }

    private static ValidatableResponse visit(String code, String userAgent, String language, String query) {
        return anonymous()
                .header("User-Agent", userAgent)
                .header("Accept-Language", language)
                .get("/s/" + code + query)
                .then()
                .statusCode(302);
    }
}
