package dev.casebook.limiter.administration;

import static dev.casebook.limiter.administration.Administration.CHANGES;
import static dev.casebook.limiter.administration.Administration.RULES;
import static dev.casebook.limiter.administration.Administration.as;
import static dev.casebook.limiter.administration.Administration.create;
import static dev.casebook.limiter.administration.Administration.created;
import static dev.casebook.limiter.administration.Administration.decide;
import static dev.casebook.limiter.administration.Administration.limit;
import static dev.casebook.limiter.administration.Administration.rules;
import static dev.casebook.limiter.administration.Administration.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServer;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(Administration.class)
@WithServers("postgresql, kafka, redis-state")
class OutageIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Inject
    OtherInstance other;

    private final String domain = unique("shop");
    private String tag;

    @BeforeEach
    void rulesAreThere() {
        Ready.await();
        tag = created(rules(domain, 5));
    }

    @Test
    void withoutPostgresqlLimitsHoldAndAdministrationIsToldToComeAgain() {
        var database = TestServers.get(Server.POSTGRESQL);

        for (var outage : List.<Runnable>of(database::pause, database::kill)) {
            awaitLimit(5);
            outage.run();

            assertThat(limit(domain, "a")).isEqualTo(5);
            create("alice", rules(domain + "-2", 5))
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", "2");
            as("alice").get(CHANGES).then().statusCode(503);
            // What holds is known without it.
            as("alice").get(RULES + "/" + domain).then().statusCode(200).body("domain", equalTo(domain));
            await().atMost(LONG).until(() -> Ready.database().startsWith("away: "));
            assertThat(Ready.readiness()).isEqualTo(200);
            assertThat(limit(domain, "a")).isEqualTo(5);

            recovered(database);
        }
    }

    private void recovered(TestServer database) {
        database.resume();
        database.start();
        await().atMost(LONG).until(() -> "connected".equals(Ready.database()));
        await().atMost(LONG)
                .until(() -> as("alice")
                                .header("If-Match", "*")
                                .body(rules(domain, 6))
                                .put(RULES + "/" + domain)
                                .statusCode()
                        == 200);
        awaitLimit(6);
        as("alice")
                .header("If-Match", "*")
                .body(rules(domain, 5))
                .put(RULES + "/" + domain)
                .then()
                .statusCode(200);
    }

    private void awaitLimit(int requests) {
        await().atMost(LONG).until(() -> limit(domain, "a") == requests);
    }

    @Test
    void withoutKafkaAChangeHoldsHereAndItsEventLeavesLater() {
        TestServers.get(Server.KAFKA).kill();

        as("bob")
                .header("If-Match", tag)
                .body(rules(domain, 6))
                .put(RULES + "/" + domain)
                .then()
                .statusCode(200);
        assertThat(limit(domain, "a")).isEqualTo(6);
        assertThat(Ready.readiness()).isEqualTo(200);

        TestServers.get(Server.KAFKA).start();
        Topic.await(ChangeLog.TOPIC, record -> new String(record.value(), StandardCharsets.UTF_8).contains(domain), 2);
    }

    /** Nobody tells of it, as when its event was lost. */
    @Test
    void aChangeWhoseEventWasLostIsFound() {
        other.set(domain, 8);

        awaitLimit(8);
    }

    @Test
    void withoutTheStoreOfCountersAdministrationGoesOn() {
        TestServers.get(Server.REDIS_STATE).kill();

        as("bob")
                .header("If-Match", tag)
                .body(rules(domain, 6))
                .put(RULES + "/" + domain)
                .then()
                .statusCode(200);
        decide(domain, "a").statusCode(503);
    }
}
