package dev.casebook.shortener.redirects;

import static dev.casebook.shortener.Api.LINKS;
import static dev.casebook.shortener.Api.anonymous;
import static dev.casebook.shortener.Api.as;
import static dev.casebook.shortener.Api.create;
import static dev.casebook.shortener.Api.createAlias;
import static dev.casebook.shortener.Api.edit;
import static dev.casebook.shortener.Api.follow;
import static dev.casebook.shortener.Api.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;

import dev.casebook.shortener.StoredLinks;
import dev.casebook.testkit.WithServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class RedirectIT {

    private static final String TARGET = "https://example.com/a?b=c&d=%20";

    private final String alice = unique("alice");

    @Inject
    StoredLinks stored;

    @Inject
    MeterRegistry meters;

    @Test
    void linkLeadsToItsTarget() {
        follow(create(alice, TARGET))
                .statusCode(302)
                .header("Location", TARGET)
                .header("Cache-Control", "no-store")
                .body(emptyString());
    }

    @Test
    void headAnswersLikeGet() {
        anonymous()
                .head("/s/" + create(alice, TARGET))
                .then()
                .statusCode(302)
                .header("Location", TARGET)
                .header("Cache-Control", "no-store");
    }

    @Test
    void linkOfAnotherInstanceIsFoundInTheStoreOnce() {
        var code = stored.insert(TARGET);
        double before = storeCalls();

        follow(code).statusCode(302).header("Location", TARGET);
        follow(code).statusCode(302).header("Location", TARGET);

        assertThat(storeCalls() - before).isEqualTo(1);
    }

    @Test
    void unknownCodeIsAProblemThatNobodyMayCache() {
        follow(unique("unknown"))
                .statusCode(404)
                .contentType("application/problem+json")
                .header("Cache-Control", "no-store")
                .body("type", equalTo("https://casebook.dev/problems/unknown-code"));
    }

    @Test
    void unknownCodeIsLookedUpOnce() {
        var code = unique("unknown");
        double before = storeCalls();

        follow(code).statusCode(404);
        follow(code).statusCode(404);

        assertThat(storeCalls() - before).isEqualTo(1);
    }

    @Test
    void creationIsSeenAtOnceByThoseWhoAskedBefore() {
        var alias = unique("wanted");
        follow(alias).statusCode(404);

        createAlias(alice, alias, TARGET);

        follow(alias).statusCode(302).header("Location", TARGET);
    }

    @Test
    void editIsSeenAtOnce() {
        var code = create(alice, TARGET);
        follow(code).statusCode(302);

        edit(alice, code, 1, "https://example.com/moved");

        follow(code).statusCode(302).header("Location", "https://example.com/moved");
    }

    @Test
    void deletedLinkIsGone() {
        var code = create(alice, TARGET);

        as(alice).delete(LINKS + "/" + code).then().statusCode(204);

        follow(code)
                .statusCode(410)
                .contentType("application/problem+json")
                .header("Cache-Control", "no-store")
                .body("type", equalTo("https://casebook.dev/problems/link-deleted"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "a.b", "abc%2Fdef", "abc/def", "a%20b", "%C3%BCber"})
    void whatIsNoCodeIsRefusedWithoutALookUp(String text) {
        double before = storeCalls();

        anonymous().urlEncodingEnabled(false).get("/s/" + text).then().statusCode(404);

        assertThat(storeCalls() - before).isZero();
    }

    @Test
    void otherMethodsAreRefused() {
        anonymous()
                .post("/s/" + create(alice, TARGET))
                .then()
                .statusCode(405)
                .header("Allow", "GET, HEAD")
                .contentType("application/problem+json");
    }

    @Test
    void badTokenDoesNotStopARedirect() {
        anonymous()
                .auth()
                .oauth2("nonsense")
                .get("/s/" + create(alice, TARGET))
                .then()
                .statusCode(302);
    }

    private double storeCalls() {
        return meters.get("shortener.store.calls")
                .tag("kind", "lookup")
                .counter()
                .count();
    }
}
