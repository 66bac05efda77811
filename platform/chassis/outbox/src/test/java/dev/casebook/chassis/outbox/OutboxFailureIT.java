package dev.casebook.chassis.outbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.chassis.jdbc.Migrations;
import dev.casebook.chassis.kafka.CloudEvent;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others do to the relay: servers that fail, topics that refuse, other instances. */
@QuarkusTest
@WithServers(value = "postgresql, kafka", topics = Events.TOPIC)
class OutboxFailureIT {

    @Inject
    Events events;

    @Inject
    Outbox outbox;

    @Inject
    Migrations migrations;

    @Inject
    DataSource database;

    @Inject
    MeterRegistry meters;

    @BeforeEach
    void relayFlows() {
        await().atMost(60, SECONDS).until(migrations::isDone);
        events.awaitFlow();
    }

    @Test
    void eventsWaitWhileKafkaIsDown() {
        TestServers.get(Server.KAFKA).kill();
        events.append(1, 10);
        await().atMost(60, SECONDS)
                .until(() -> meters.get("casebook.outbox.pending").gauge().value() >= 10);
        assertThat(meters.get("casebook.outbox.oldest.age.seconds").gauge().value())
                .isPositive();

        TestServers.get(Server.KAFKA).start();

        events.assertArrived(1, 10);
    }

    @Test
    void eventsWaitWhileKafkaHangs() {
        events.append(1, 5);
        TestServers.get(Server.KAFKA).pause();
        events.append(6, 10);

        TestServers.get(Server.KAFKA).resume();

        events.assertArrived(1, 10);
    }

    @Test
    void killedUnderLoadKafkaLosesAndReordersNothing() {
        events.append(1, 30);
        TestServers.get(Server.KAFKA).kill();
        events.append(31, 60);
        TestServers.get(Server.KAFKA).start();
        events.append(61, 90);

        events.assertArrived(1, 90);
    }

    @Test
    void crashBetweenSendingAndDeletingSendsAgain() {
        events.execute("create function refuse() returns trigger language plpgsql as $$ begin raise 'crash'; end $$");
        events.execute("create trigger crash before delete on chassis.outbox execute function refuse()");
        try (var received = events.received()) {
            events.append(1, 3);
            received.awaitPayloads(payloads -> payloads.size() > 3);
            events.execute("drop function refuse() cascade");

            await().atMost(60, SECONDS).until(() -> events.waiting() == 0);
            // Its first may have come four times before the others did.
            received.awaitPayloads(payloads -> payloads.containsAll(List.of("1", "2", "3")));
            assertThat(received.distinctPayloads()).containsExactly("1", "2", "3");
            assertThat(received.records().stream()
                            .map(record -> CloudEvent.of(record.headers())
                                    .orElseThrow()
                                    .id())
                            .distinct())
                    .hasSize(3);
        } finally {
            events.execute("drop function if exists refuse() cascade");
        }
    }

    @Test
    void databaseCrashLosesNothing() {
        events.append(1, 10);
        TestServers.get(Server.POSTGRESQL).kill();
        TestServers.get(Server.POSTGRESQL).start();
        await().atMost(60, SECONDS).ignoreExceptions().until(() -> {
            events.append(11, 11);
            return true;
        });

        events.assertArrived(1, 11);
    }

    @Test
    void topicThatIsNotThereHoldsUpNoOtherAndLosesNothing() {
        var absent = "outbox.absent-%s.v1".formatted(events.key());
        QuarkusTransaction.requiringNew()
                .run(() -> outbox.appendAll(IntStream.rangeClosed(1, 150)
                        .mapToObj(i -> events.event(absent, events.key() + i % 50, i))
                        .toList()));
        await().atMost(60, SECONDS)
                .until(() -> meters.get("casebook.outbox.parked.topics").gauge().value() == 1);
        events.append(1, 20);
        events.assertArrived(1, 20);
        assertThat(events.count("chassis.outbox where topic = '%s'".formatted(absent)))
                .isEqualTo(150);

        events.createTopic(absent, Map.of());

        await().atMost(60, SECONDS)
                .until(() -> events.count("chassis.outbox where topic = '%s'".formatted(absent)) == 0);
        try (var received = events.received(absent, events.key() + 1)) {
            received.awaitPayloads(payloads -> payloads.containsAll(List.of("1", "51", "101")));
            assertThat(received.distinctPayloads()).containsExactly("1", "51", "101");
        }
        await().atMost(60, SECONDS)
                .until(() -> meters.get("casebook.outbox.parked.topics").gauge().value() == 0);
    }

    @Test
    void recordThatItsTopicRefusesHoldsUpNoOtherTopic() {
        var narrow = "outbox.narrow-%s.v1".formatted(events.key());
        events.createTopic(narrow, Map.of("max.message.bytes", "1000"));
        QuarkusTransaction.requiringNew()
                .run(() -> outbox.append(new OutboxEvent(narrow, events.key(), "test.Changed", new byte[10_000])));
        events.append(1, 5);

        events.assertArrived(1, 5);
        await().atMost(60, SECONDS)
                .until(() -> meters.get("casebook.outbox.parked.topics").gauge().value() == 1);
        events.execute("delete from chassis.outbox where topic = '%s'".formatted(narrow));
        await().atMost(60, SECONDS)
                .until(() -> meters.get("casebook.outbox.parked.topics").gauge().value() == 0);
    }

    @Test
    void turnOfAnotherInstanceIsNoSignThatEventsFlowAgain() throws Exception {
        try (var log = new RelayLog()) {
            TestServers.get(Server.KAFKA).kill();
            events.append(1, 1);
            log.awaitEvent("outbox.stuck");
            try (var other = database.getConnection()) {
                takeTheRelaysLock(other);
                await().during(2, SECONDS).atMost(60, SECONDS).until(() -> !log.events()
                        .contains("outbox.flowing"));
                other.rollback();
            }

            TestServers.get(Server.KAFKA).start();

            log.awaitEvent("outbox.flowing");
            assertThat(log.events()).containsExactly("outbox.stuck", "outbox.flowing");
        }
        events.assertArrived(1, 1);
    }

    @Test
    void onlyOneInstanceRelays() throws Exception {
        try (var other = database.getConnection()) {
            takeTheRelaysLock(other);
            events.append(1, 3);
            try (var received = events.received()) {
                await().during(2, SECONDS).atMost(60, SECONDS).until(() -> received.payloads()
                        .isEmpty());
            }
            other.rollback();
        }

        events.assertArrived(1, 3);
    }

    /** As another instance's relay does, until the transaction ends. */
    private static void takeTheRelaysLock(Connection other) throws SQLException {
        other.setAutoCommit(false);
        try (var statement = other.createStatement()) {
            await().atMost(60, SECONDS).until(() -> {
                try (var row = statement.executeQuery(
                        "select pg_try_advisory_xact_lock(%d)".formatted(OutboxTable.RELAY_LOCK))) {
                    return row.next() && row.getBoolean(1);
                }
            });
        }
    }
}
