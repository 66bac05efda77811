package dev.casebook.shortener.visits;

import static dev.casebook.shortener.Api.LINKS;
import static dev.casebook.shortener.Api.PATIENCE;
import static dev.casebook.shortener.Api.anonymous;
import static dev.casebook.shortener.Api.as;
import static dev.casebook.shortener.Api.awaitCreation;
import static dev.casebook.shortener.Api.follow;
import static dev.casebook.shortener.Api.inParallel;
import static dev.casebook.shortener.Api.unique;
import static dev.casebook.testkit.Server.POSTGRESQL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.casebook.testkit.TestServer;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A link with a visit limit, as its visitors meet it. */
@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class VisitLimitIT {

    private static final int REDIRECT = 302;

    private final String alice = unique("alice");

    @Inject
    LimitedLinks links;

    @BeforeEach
    @AfterEach
    void everythingRecoversWithoutAHand() {
        postgresql().start();
        postgresql().resume();
        awaitCreation();
    }

    @Test
    void ofManyVisitorsAtOnceAsManyAsAllowedGetThrough() {
        var code = LimitedLinks.create(alice, 60);

        var statuses = inParallel(150, () -> status(code));

        assertThat(statuses).hasSize(150).containsOnly(REDIRECT, 410);
        assertThat(Collections.frequency(statuses, REDIRECT)).isEqualTo(60);
        assertThat(links.leased(code)).isEqualTo(60);
    }

    @Test
    void spentLinkIsGone() {
        var code = LimitedLinks.create(alice, 1);
        follow(code).statusCode(REDIRECT).header("Cache-Control", "no-store");

        follow(code)
                .statusCode(410)
                .header("Cache-Control", "no-store")
                .body("type", equalTo("https://casebook.dev/problems/visit-limit-reached"));
    }

    @Test
    void headSpendsNothing() {
        var code = LimitedLinks.create(alice, 1);

        for (int i = 0; i < 5; i++) {
            anonymous().head("/s/" + code).then().statusCode(REDIRECT);
        }

        follow(code).statusCode(REDIRECT);
        await().atMost(PATIENCE)
                .untilAsserted(() -> anonymous().head("/s/" + code).then().statusCode(410));
    }

    @Test
    void raisedLimitLetsTheDifferenceThrough() {
        var code = LimitedLinks.create(alice, 3);
        assertThat(redirectsUntilSpent(code)).isEqualTo(3);

        LimitedLinks.limit(alice, code, 5L);

        assertThat(redirectsUntilSpent(code)).isEqualTo(2);
    }

    @Test
    void loweredLimitCountsWhatWasVisitedBefore() {
        var code = LimitedLinks.create(alice, 400);
        for (int i = 0; i < 4; i++) {
            follow(code).statusCode(REDIRECT);
        }
        assertThat(links.leased(code)).isEqualTo(50);

        LimitedLinks.limit(alice, code, 10L);

        assertThat(redirectsUntilSpent(code)).isEqualTo(6);
        assertThat(links.leased(code)).isEqualTo(10);
    }

    @Test
    void limitBelowWhatWasVisitedEndsTheLink() {
        var code = LimitedLinks.create(alice, 400);
        for (int i = 0; i < 4; i++) {
            follow(code).statusCode(REDIRECT);
        }

        LimitedLinks.limit(alice, code, 2L);

        follow(code).statusCode(410);
    }

    @Test
    void deletionAndRestorationDoNotStartTheCountAnew() {
        var code = LimitedLinks.create(alice, 40);
        follow(code).statusCode(REDIRECT);
        as(alice).delete(LINKS + "/" + code).then().statusCode(204);
        follow(code).statusCode(410);

        as(alice).post(LINKS + "/" + code + "/restore").then().statusCode(200);

        assertThat(redirectsUntilSpent(code)).isEqualTo(39);
    }

    @Test
    void leasedVisitsAreServedWhileTheStoreIsDeadAndTheRestAfterwards() {
        var code = LimitedLinks.create(alice, 80);
        follow(code).statusCode(REDIRECT);
        postgresql().kill();

        for (int i = 0; i < 9; i++) {
            follow(code).statusCode(REDIRECT);
        }
        follow(code).statusCode(503).header("Retry-After", notNullValue()).contentType("application/problem+json");

        postgresql().start();
        awaitCreation();
        assertThat(redirectsUntilSpent(code)).isEqualTo(70);
    }

    @Test
    void frozenStoreIsRefusedInTimeAndCostsNoVisit() {
        var code = LimitedLinks.create(alice, 20);
        follow(code).statusCode(REDIRECT);
        // A second visit of the lease of two.
        follow(code).statusCode(REDIRECT);
        postgresql().pause();

        assertThat(inParallel(20, () -> follow(code).extract().statusCode())).containsOnly(503);

        postgresql().resume();
        awaitCreation();
        // What was asked for while it was frozen may have been leased after all.
        await().atMost(PATIENCE).until(() -> links.leased(code) == 2);
        assertThat(redirectsUntilSpent(code)).isEqualTo(18);
    }

    /** Asks again when told to: a busy machine may not answer in time. */
    private static int status(String code) {
        int status = follow(code).extract().statusCode();
        while (status == 503) {
            status = follow(code).extract().statusCode();
        }
        return status;
    }

    private static long redirectsUntilSpent(String code) {
        long redirects = 0;
        int status = status(code);
        while (status != 410) {
            assertThat(status).isEqualTo(REDIRECT);
            redirects++;
            status = status(code);
        }
        return redirects;
    }

    private static TestServer postgresql() {
        return TestServers.get(POSTGRESQL);
    }
}
