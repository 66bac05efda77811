package dev.casebook.shortener.clicks;

import static dev.casebook.shortener.Api.LINKS;
import static dev.casebook.shortener.Api.PATIENCE;
import static dev.casebook.shortener.Api.anonymous;
import static dev.casebook.shortener.Api.as;
import static dev.casebook.shortener.Api.awaitCreation;
import static dev.casebook.shortener.Api.create;
import static dev.casebook.shortener.Api.follow;
import static dev.casebook.shortener.Api.inParallel;
import static dev.casebook.shortener.Api.soon;
import static dev.casebook.shortener.Api.unique;
import static dev.casebook.testkit.Server.KAFKA;
import static dev.casebook.testkit.Server.POSTGRESQL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class StatisticsIT {

    private final String alice = unique("alice");

    @Inject
    ClickJournal journal;

    @Inject
    Ledger stored;

    @Inject
    MeterRegistry meters;

    @Inject
    JournalMeters journalMeters;

    @Inject
    LedgerMeters ledgerMeters;

    /** The service's own keeps the gauges of an earlier start in this JVM. */
    private final MeterRegistry fresh = new SimpleMeterRegistry();

    @BeforeEach
    void linksCanBeMade() {
        awaitCreation();
    }

    @Test
    void everyRedirectIsCountedOnce() {
        var code = create(alice, "https://example.com/");

        follow(code).statusCode(302);

        var statuses = inParallel(100, () -> anonymous().get("/s/" + code).statusCode());

        assertThat(statuses).isEqualTo(Collections.nCopies(100, 302));
        awaitTotal(code, 101);
        holdsAt(code, 101);
    }

    @Test
    void redirectsServedAreCountedAndWaitingAndLost() {
        stored.awaitAllOf(journal);
        double before = served();
        long ledgerBefore = ledger();
        var code = create(alice, "https://example.com/");

        inParallel(50, () -> anonymous().get("/s/" + code).statusCode());
        TestServers.get(KAFKA).pause();
        inParallel(50, () -> anonymous().get("/s/" + code).statusCode());

        assertThat(served() - before).isEqualTo(100);
        TestServers.get(KAFKA).resume();
        awaitTotal(code, 100);
        soon().untilAsserted(() -> assertThat(ledger() - ledgerBefore).isEqualTo(100));
    }

    @Test
    void metricsShowThatNothingIsMissing() {
        var code = create(alice, "https://example.com/");
        journalMeters.bindTo(fresh);
        ledgerMeters.bindTo(fresh);
        awaitNothingUncounted();
        double servedBefore = appended() + gauge("lost");
        double ledgerBefore = accountedFor();

        TestServers.get(KAFKA).pause();
        inParallel(30, () -> anonymous().get("/s/" + code).statusCode());

        assertThat(appended() + gauge("lost") - servedBefore).isEqualTo(30);
        assertThat(gauge("uncounted")).isGreaterThanOrEqualTo(30);
        assertThat(accountedFor() - ledgerBefore).isEqualTo(30);
        TestServers.get(KAFKA).resume();
        awaitNothingUncounted();
        soon().untilAsserted(() -> assertThat(accountedFor() - ledgerBefore).isEqualTo(30));
    }

    @Test
    void linkThatNobodyFollowedHasNoClicks() {
        var code = create(alice, "https://example.com/");

        as(alice)
                .get(stats(code))
                .then()
                .statusCode(200)
                .body("code", equalTo(code))
                .body("total", equalTo(0))
                .body("asOf", notNullValue());
    }

    @Test
    void headCountsNothing() {
        var code = create(alice, "https://example.com/");
        double servedBefore = served();
        anonymous().head("/s/" + code).then().statusCode(302);
        follow(code).statusCode(302);

        awaitTotal(code, 1);
        holdsAt(code, 1);
        assertThat(served() - servedBefore).isEqualTo(1);
    }

    @Test
    void statisticsOfOthersLookAsIfTheyDidNotExist() {
        var code = create(alice, "https://example.com/");

        as(unique("bob")).get(stats(code)).then().statusCode(404).contentType("application/problem+json");
        as(alice).get(stats("nosuch1")).then().statusCode(404);
    }

    @Test
    void strangersGetNothing() {
        anonymous().get(stats("nosuch1")).then().statusCode(401);
    }

    @Test
    void statisticsSayWhenTheStoreIsAway() {
        var code = create(alice, "https://example.com/");
        TestServers.get(POSTGRESQL).kill();

        as(alice).get(stats(code)).then().statusCode(503).header("Retry-After", notNullValue());

        TestServers.get(POSTGRESQL).start();
        follow(code).statusCode(302);
        awaitTotal(code, 1);
        awaitCreation();
    }

    private void awaitTotal(String code, int expected) {
        soon().untilAsserted(
                        () -> as(alice).get(stats(code)).then().statusCode(200).body("total", equalTo(expected)));
    }

    /** Nothing comes after it. */
    private void holdsAt(String code, int expected) {
        await().during(Duration.ofSeconds(1))
                .atMost(PATIENCE)
                .untilAsserted(() -> as(alice).get(stats(code)).then().body("total", equalTo(expected)));
    }

    private void awaitNothingUncounted() {
        soon().untilAsserted(() -> {
            ledgerMeters.read();
            assertThat(gauge("uncounted")).isZero();
        });
    }

    private double appended() {
        return fresh.get("shortener.clicks.appended").functionCounter().count();
    }

    private double gauge(String name) {
        return fresh.get("shortener.clicks." + name).gauge().value();
    }

    private double accountedFor() {
        return gauge("uncounted") + part("counted") + part("missing") + part("lost");
    }

    private double part(String part) {
        return fresh.get("shortener.clicks.ledger").tag("part", part).gauge().value();
    }

    private double served() {
        return meters.get("shortener.redirects")
                .tag("outcome", "found")
                .counter()
                .count();
    }

    private long ledger() {
        var level = journal.level();
        return stored.journal(level.journal()).counted() + level.waiting() + level.lost();
    }

    private static String stats(String code) {
        return LINKS + "/" + code + "/stats";
    }
}
