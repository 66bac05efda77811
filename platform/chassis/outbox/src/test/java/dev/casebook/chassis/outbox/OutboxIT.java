package dev.casebook.chassis.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.casebook.chassis.jdbc.Migrations;
import dev.casebook.chassis.jdbc.Sql;
import dev.casebook.chassis.kafka.CloudEvent;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithServers(
        value = {Server.POSTGRESQL, Server.KAFKA},
        topics = OutboxIT.TOPIC)
class OutboxIT {

    static final String TOPIC = "outbox.things.v1";

    @Inject
    Outbox outbox;

    @Inject
    Migrations migrations;

    @Inject
    DataSource database;

    @Inject
    Things things;

    @Inject
    MeterRegistry meters;

    @Inject
    Tracer tracer;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    private final String key = UUID.randomUUID().toString();

    @BeforeEach
    void tablesAreThere() {
        await().atMost(60, SECONDS).until(migrations::isDone);
    }

    @Test
    void committedEventsArriveInOrderAndLeaveTheOutbox() {
        append(1, 20);

        assertArrived(1, 20);
        await().atMost(60, SECONDS).until(() -> waiting() == 0);
    }

    @Test
    void recordTellsWhatItIs() {
        var span = tracer.spanBuilder("change").startSpan();
        try (var scope = span.makeCurrent()) {
            append(1, 1);
        } finally {
            span.end();
        }

        try (var received = received()) {
            received.awaitPayloads(payloads -> !payloads.isEmpty());
            var headers = received.records().getFirst().headers();
            var event = CloudEvent.of(headers).orElseThrow();
            assertThat(event.type()).isEqualTo("test.Changed");
            assertThat(event.source()).isEqualTo("/chassis-outbox");
            assertThat(headers.lastHeader("content-type").value()).asString().isEqualTo("application/protobuf");
            assertThat(headers.lastHeader("traceparent").value())
                    .asString()
                    .contains(span.getSpanContext().getTraceId());
        }
    }

    @Test
    void rolledBackEventNeverLeaves() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    outbox.append(event(1));
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessageContaining("changed my mind");
        append(2, 2);

        try (var received = received()) {
            received.awaitPayloads(payloads -> payloads.contains("2"));
            assertThat(received.payloads()).containsExactly("2");
        }
    }

    @Test
    void eventWithoutTransactionIsAMistake() {
        assertThatThrownBy(() -> outbox.append(event(1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void payloadThatKafkaWouldRefuseIsAMistake() {
        var event = new OutboxEvent(TOPIC, key, "test.Changed", new byte[500_001]);

        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> outbox.append(event)))
                .hasStackTraceContaining("500001");
    }

    @Test
    void eventsWaitWhileKafkaIsDown() {
        TestServers.get(Server.KAFKA).kill();
        append(1, 10);
        await().atMost(60, SECONDS)
                .until(() -> meters.get("casebook.outbox.pending").gauge().value() >= 10);
        assertThat(meters.get("casebook.outbox.oldest.age.seconds").gauge().value())
                .isPositive();

        TestServers.get(Server.KAFKA).start();

        assertArrived(1, 10);
    }

    @Test
    void eventsWaitWhileKafkaHangs() {
        append(1, 5);
        TestServers.get(Server.KAFKA).pause();
        append(6, 10);

        TestServers.get(Server.KAFKA).resume();

        assertArrived(1, 10);
    }

    @Test
    void killedUnderLoadKafkaLosesAndReordersNothing() {
        append(1, 30);
        TestServers.get(Server.KAFKA).kill();
        append(31, 60);
        TestServers.get(Server.KAFKA).start();
        append(61, 90);

        assertArrived(1, 90);
    }

    @Test
    void crashBetweenSendingAndDeletingSendsAgain() {
        execute("create function refuse() returns trigger language plpgsql as $$ begin raise 'crash'; end $$");
        execute("create trigger crash before delete on chassis.outbox execute function refuse()");
        try (var received = received()) {
            append(1, 3);
            received.awaitPayloads(payloads -> payloads.size() > 3);
            execute("drop function refuse() cascade");

            await().atMost(60, SECONDS).until(() -> waiting() == 0);
            assertThat(received.distinctPayloads()).containsExactly("1", "2", "3");
            assertThat(received.records().stream()
                            .map(record -> CloudEvent.of(record.headers())
                                    .orElseThrow()
                                    .id())
                            .distinct())
                    .hasSize(3);
        } finally {
            execute("drop function if exists refuse() cascade");
        }
    }

    @Test
    void databaseCrashLosesNothing() {
        append(1, 10);
        TestServers.get(Server.POSTGRESQL).kill();
        TestServers.get(Server.POSTGRESQL).start();
        await().atMost(60, SECONDS).ignoreExceptions().until(() -> {
            append(11, 11);
            return true;
        });

        assertArrived(1, 11);
    }

    @Test
    void eventsOfOneKeyTakeTheOrderOfTheirCommits() throws Exception {
        things.add(key);
        var appended = new CountDownLatch(1);
        var commit = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> QuarkusTransaction.requiringNew().run(() -> {
                outbox.append(event(things.change(key)));
                appended.countDown();
                awaitLatch(commit);
            }));
            awaitLatch(appended);
            var second = threads.submit(() -> changeAndAppend(key));
            await().atMost(60, SECONDS)
                    .until(() -> count("pg_locks where locktype = 'transactionid' and not granted") > 0);
            assertThat(waiting()).isZero();

            commit.countDown();
            first.get();
            second.get();
        }

        assertArrived(1, 2);
    }

    @Test
    void concurrentChangesOfAFewKeysArriveInTheOrderOfTheirVersions() throws Exception {
        int changes = 60;
        var keys = Stream.generate(() -> UUID.randomUUID().toString()).limit(3).toList();
        keys.forEach(things::add);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = IntStream.range(0, changes)
                    .mapToObj(i -> threads.submit(() -> changeAndAppend(keys.get(i % keys.size()))))
                    .toList();
            for (var change : running) {
                change.get();
            }
        }

        for (var each : keys) {
            assertArrived(each, 1, changes / keys.size());
        }
    }

    @Test
    void eventOfAnEarlierIdThatCommitsLateIsNotSkipped() throws Exception {
        var other = UUID.randomUUID().toString();
        var appended = new CountDownLatch(1);
        var commit = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var late = threads.submit(() -> QuarkusTransaction.requiringNew().run(() -> {
                outbox.append(event(1));
                appended.countDown();
                awaitLatch(commit);
            }));
            awaitLatch(appended);
            QuarkusTransaction.requiringNew().run(() -> outbox.append(event(TOPIC, other, 1)));
            assertArrived(other, 1, 1);

            commit.countDown();
            late.get();
        }

        assertArrived(1, 1);
    }

    @Test
    void manyEventsAreAppendedAtOnceInTheirOrder() {
        QuarkusTransaction.requiringNew().run(() -> {
            outbox.appendAll(IntStream.rangeClosed(1, 500).mapToObj(this::event).toList());
            assertThat(count("pg_locks where pid = pg_backend_pid() and locktype = 'advisory'"))
                    .isZero();
        });

        assertArrived(1, 500);
    }

    @Test
    void topicThatIsNotThereHoldsUpNoOtherAndLosesNothing() {
        var absent = "outbox.absent-%s.v1".formatted(key);
        QuarkusTransaction.requiringNew()
                .run(() -> outbox.appendAll(IntStream.rangeClosed(1, 150)
                        .mapToObj(i -> event(absent, key + i % 50, i))
                        .toList()));
        await().atMost(60, SECONDS)
                .until(() -> meters.get("casebook.outbox.parked.topics").gauge().value() == 1);
        append(1, 20);
        assertArrived(1, 20);
        assertThat(count("chassis.outbox where topic = '%s'".formatted(absent))).isEqualTo(150);

        createTopic(absent, Map.of());

        await().atMost(60, SECONDS).until(() -> count("chassis.outbox where topic = '%s'".formatted(absent)) == 0);
        try (var received = new Received(kafka, absent, key + 1)) {
            received.awaitPayloads(payloads -> payloads.size() >= 3);
            assertThat(received.distinctPayloads()).containsExactly("1", "51", "101");
        }
        await().atMost(60, SECONDS)
                .until(() -> meters.get("casebook.outbox.parked.topics").gauge().value() == 0);
    }

    @Test
    void recordThatItsTopicRefusesHoldsUpNoOtherTopic() {
        var narrow = "outbox.narrow-%s.v1".formatted(key);
        createTopic(narrow, Map.of("max.message.bytes", "1000"));
        QuarkusTransaction.requiringNew()
                .run(() -> outbox.append(new OutboxEvent(narrow, key, "test.Changed", new byte[10_000])));
        append(1, 5);

        assertArrived(1, 5);
        await().atMost(60, SECONDS)
                .until(() -> meters.get("casebook.outbox.parked.topics").gauge().value() == 1);
        execute("delete from chassis.outbox where topic = '%s'".formatted(narrow));
    }

    @Test
    void onlyOneInstanceRelays() throws Exception {
        try (var other = database.getConnection();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            await().atMost(60, SECONDS).until(() -> {
                try (var row = statement.executeQuery(
                        "select pg_try_advisory_xact_lock(%d)".formatted(OutboxTable.RELAY_LOCK))) {
                    return row.next() && row.getBoolean(1);
                }
            });
            append(1, 3);
            try (var received = received()) {
                await().during(2, SECONDS).atMost(60, SECONDS).until(() -> received.payloads()
                        .isEmpty());
            }
            other.rollback();
        }

        assertArrived(1, 3);
    }

    private void createTopic(String topic, Map<String, String> configs) {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(configs)))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    private void changeAndAppend(String name) {
        QuarkusTransaction.requiringNew().run(() -> outbox.append(event(TOPIC, name, things.change(name))));
    }

    private void assertArrived(int from, int to) {
        assertArrived(key, from, to);
    }

    private void assertArrived(String key, int from, int to) {
        var wanted = IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
        try (var received = new Received(kafka, TOPIC, key)) {
            received.awaitPayloads(payloads -> payloads.containsAll(wanted));
            assertThat(received.distinctPayloads()).isEqualTo(wanted);
        }
    }

    /** Each in a transaction of its own. */
    private void append(int from, int to) {
        for (int i = from; i <= to; i++) {
            var event = event(i);
            QuarkusTransaction.requiringNew().run(() -> outbox.append(event));
        }
    }

    private OutboxEvent event(int number) {
        return event(TOPIC, key, number);
    }

    private static OutboxEvent event(String topic, String key, int number) {
        return new OutboxEvent(
                topic, key, "test.Changed", Integer.toString(number).getBytes(UTF_8));
    }

    private Received received() {
        return new Received(kafka, TOPIC, key);
    }

    private int waiting() {
        return count("chassis.outbox where key = '" + key + "'");
    }

    private int count(String from) {
        return Sql.on(database, "select count(*) from " + from, statement -> {
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    private void execute(String sql) {
        Sql.on(database, sql, statement -> statement.execute());
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
