package dev.casebook.shortener.redirects;

import static dev.casebook.shortener.Api.anonymous;
import static dev.casebook.shortener.Api.create;
import static dev.casebook.shortener.Api.inParallel;
import static dev.casebook.shortener.Api.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import dev.casebook.shortener.StoredLinks;
import dev.casebook.testkit.WithServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One address asks for codes that do not exist, again and again; the limit is that of the tests' settings. */
@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class GuessingIT {

    private static final String TARGET = "https://example.com/";
    private static final String GUESSER = "203.0.113.66";
    private static final String SOMEBODY = "203.0.113.67";

    @Inject
    StoredLinks stored;

    @Inject
    MeterRegistry meters;

    @Test
    void guesserWaitsBeforeAnyStoreIsAskedWhileKnownLinksAndOthersGoOn() {
        var known = create(unique("alice"), TARGET);
        var elsewhere = stored.insert(TARGET);
        var wrong = unique("wrong");
        // However long that takes: in the tests nobody gets a new guess within the hour.
        var statuses = Set.of(404);
        for (int i = 0; i < 100 && !statuses.contains(429); i++) {
            statuses = Set.copyOf(
                    inParallel(20, () -> follow(GUESSER, wrong).extract().statusCode()));
        }
        double before = storeCalls();

        follow(GUESSER, unique("guess"))
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", matchesPattern("[1-9]\\d*"))
                .header("Cache-Control", "no-store")
                .body("type", equalTo("https://casebook.dev/problems/too-many-unknown-codes"));
        // A right guess looks like a wrong one.
        follow(GUESSER, elsewhere).statusCode(429);

        assertThat(storeCalls() - before).isZero();
        follow(GUESSER, known).statusCode(302);
        follow(SOMEBODY, elsewhere).statusCode(302);
        follow(SOMEBODY, unique("typo")).statusCode(404);
    }

    private static ValidatableResponse follow(String address, String code) {
        return anonymous().header("X-Forwarded-For", address).get("/s/" + code).then();
    }

    private double storeCalls() {
        return meters.get("shortener.store.calls")
                .tag("kind", "lookup")
                .counter()
                .count();
    }
}
