package dev.casebook.shortener.pages;

import static dev.casebook.shortener.Api.anonymous;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser is given; what it makes of it is seen by {@code ./casebook check pages}. */
@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class PagesIT {

    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"(/links/assets/[^\"]+)\"");

    @ParameterizedTest
    @ValueSource(strings = {"/links", "/links/", "/links/abc1234", "/links/my/api-keys"})
    void pageRunsOnlyScriptsOfOurOwnAndAllThatItNamesIsThere(String path) {
        var page = anonymous()
                .get(path)
                .then()
                .statusCode(200)
                .contentType("text/html;charset=UTF-8")
                .header("Content-Security-Policy", containsString("default-src 'none'; script-src 'self';"))
                .header("Content-Security-Policy", not(containsString("unsafe")))
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store")
                .extract()
                .asString();

        assertThat(page).doesNotContain("<style").doesNotContain("style=").doesNotContainPattern(" on[a-z]+=");
        assertThat(REFERENCE.matcher(page).results().map(found -> found.group(1)))
                .hasSizeGreaterThan(2)
                .allSatisfy(asset -> anonymous().get(asset).then().statusCode(200));
    }

    @Test
    void linksPageNamesTheCodeItIsAbout() {
        anonymous().get("/links/abc1234").then().body(containsString("data-code=\"abc1234\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/links/%22%3E%3Cscript%3E", "/links/a", "/links/assets/pages.html", "/links/assets/..%2Fa"})
    void whatIsNoCodeAndNoAssetIsNotFound(String path) {
        anonymous().urlEncodingEnabled(false).get(path).then().statusCode(404).contentType("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({
        "pages.css, text/css;charset=UTF-8",
        "link.js, text/javascript;charset=UTF-8",
        "icon.svg, image/svg+xml",
    })
    void assetIsAskedForAgainAndNotSentAgain(String name, String type) {
        var tag = anonymous()
                .get("/links/assets/" + name)
                .then()
                .statusCode(200)
                .contentType(equalTo(type))
                .header("Cache-Control", "no-cache")
                .extract()
                .header("ETag");

        anonymous()
                .header("If-None-Match", tag)
                .get("/links/assets/" + name)
                .then()
                .statusCode(304);
    }
}
