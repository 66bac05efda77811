package dev.casebook.limiter.administration;

import static dev.casebook.limiter.administration.Administration.RULES;
import static dev.casebook.limiter.administration.Administration.as;
import static dev.casebook.limiter.administration.Administration.created;
import static dev.casebook.limiter.administration.Administration.limit;
import static dev.casebook.limiter.administration.Administration.rules;
import static dev.casebook.limiter.administration.Administration.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.casebook.chassis.kafka.CloudEvent;
import dev.casebook.contracts.limiter.v1.RulesChanged;
import dev.casebook.limiter.current.Change;
import dev.casebook.limiter.current.Change.Effect.RulesSet;
import dev.casebook.limiter.current.DomainRules;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is heard by event alone: this service looks into the database once an hour. */
@QuarkusTest
@TestProfile(SpreadIT.ByEventAlone.class)
@WithServers("postgresql, kafka, redis-state")
class SpreadIT {

    public static final class ByEventAlone implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "casebook.limiter.rules.administered", "true",
                    "casebook.limiter.administration.look-again", "1h");
        }
    }

    @Inject
    OtherInstance other;

    @Inject
    KafkaClientService clients;

    private final String domain = unique("shop");

    @BeforeEach
    void topicIsHeard() {
        Ready.await();
        await().atMost(Duration.ofSeconds(60)).until(() -> !clients.getConsumer("rule-changes")
                .getAssignments()
                .await()
                .indefinitely()
                .isEmpty());
    }

    @Test
    void aChangeOfAnotherInstanceHoldsOnItsEvent() {
        OtherInstance.tell(other.set(domain, 7));

        awaitLimit(7);
    }

    @Test
    void anEventThatComesTwiceOrLateChangesNothing() {
        var first = other.set(domain, 7);
        var second = other.set(domain, 8);
        OtherInstance.tell(first);
        OtherInstance.tell(second);
        awaitLimit(8);

        OtherInstance.tell(first);
        OtherInstance.tell(second);
        var third = unique("third");
        OtherInstance.tell(other.set(third, 9));
        await().atMost(Duration.ofSeconds(60)).until(() -> limit(third, "a") != null);

        assertThat(limit(domain, "a")).isEqualTo(8);
    }

    @Test
    void anEventAfterALostOneHasEverythingRead() {
        other.set(domain, 7);

        OtherInstance.tell(other.set(unique("later"), 8));

        awaitLimit(7);
    }

    @Test
    void whatNobodyCanReadIsSetAsideAndTheNextChangeIsHeard() {
        var nonsense = unique("nonsense");
        Topic.publish(ChangeLog.TOPIC, nonsense.getBytes(StandardCharsets.UTF_8));
        OtherInstance.tell(other.set(domain, 7));

        awaitLimit(7);
        Topic.await(
                ChangeLog.TOPIC + ".dlq",
                record -> new String(record.value(), StandardCharsets.UTF_8).equals(nonsense),
                1);
    }

    /** Of another database, or nobody knows whose: it is not believed, and the database asked. */
    @Test
    void aChangeOfAnotherHistoryIsNotBelieved() {
        var known = other.set(domain, 7);
        var wrong = new DomainRules(domain, rules(domain, 1), known.revision() + 1, Instant.now());
        OtherInstance.tell(new Change(UUID.randomUUID(), known.revision() + 1, new RulesSet(wrong)));

        awaitLimit(7);
    }

    @Test
    void eachChangeLeavesAsAnEventInOrder() throws InvalidProtocolBufferException {
        var tag = created(rules(domain, 5));
        tag = as("bob")
                .header("If-Match", tag)
                .body(rules(domain, 6))
                .put(RULES + "/" + domain)
                .then()
                .extract()
                .header("ETag");
        as("bob").header("If-Match", tag).delete(RULES + "/" + domain).then().statusCode(204);

        var events = Topic.await(
                ChangeLog.TOPIC, record -> new String(record.value(), StandardCharsets.UTF_8).contains(domain), 3);

        assertThat(events)
                .extracting(
                        event -> CloudEvent.of(event.headers()).orElseThrow().type())
                .containsExactly(
                        "dev.casebook.limiter.rules.created.v1",
                        "dev.casebook.limiter.rules.replaced.v1",
                        "dev.casebook.limiter.rules.removed.v1");
        long first = RulesChanged.parseFrom(events.getFirst().value()).getRevision();
        var last = RulesChanged.parseFrom(events.getLast().value());
        assertThat(last.getRevision()).isEqualTo(first + 2);
        assertThat(last.getRemovedRules()).isEqualTo(domain);
        assertThat(events).noneMatch(event -> new String(event.value(), StandardCharsets.UTF_8).contains("bob"));
    }

    private void awaitLimit(int requests) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Integer.valueOf(requests).equals(limit(domain, "a")));
    }
}
