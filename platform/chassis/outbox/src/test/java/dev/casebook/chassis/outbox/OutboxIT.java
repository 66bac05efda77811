package dev.casebook.chassis.outbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.casebook.chassis.jdbc.Migrations;
import dev.casebook.chassis.kafka.CloudEvent;
import dev.casebook.testkit.WithServers;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithServers(value = "postgresql, kafka", topics = Events.TOPIC)
class OutboxIT {

    @Inject
    Events events;

    @Inject
    Outbox outbox;

    @Inject
    Migrations migrations;

    @Inject
    Things things;

    @Inject
    Tracer tracer;

    @BeforeEach
    void tablesAreThere() {
        await().atMost(60, SECONDS).until(migrations::isDone);
        events.awaitFlow();
    }

    @Test
    void committedEventsArriveInOrderAndLeaveTheOutbox() {
        events.append(1, 20);

        events.assertArrived(1, 20);
        await().atMost(60, SECONDS).until(() -> events.waiting() == 0);
    }

    @Test
    void recordTellsWhatItIs() {
        var span = tracer.spanBuilder("change").startSpan();
        try (var scope = span.makeCurrent()) {
            events.append(1, 1);
        } finally {
            span.end();
        }

        try (var received = events.received()) {
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
                    outbox.append(events.event(1));
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessageContaining("changed my mind");
        events.append(2, 2);

        try (var received = events.received()) {
            received.awaitPayloads(payloads -> payloads.contains("2"));
            assertThat(received.distinctPayloads()).containsExactly("2");
        }
    }

    @Test
    void eventWithoutTransactionIsAMistake() {
        assertThatThrownBy(() -> outbox.append(events.event(1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void payloadThatKafkaWouldRefuseIsAMistake() {
        var event = new OutboxEvent(Events.TOPIC, events.key(), "test.Changed", new byte[500_001]);

        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> outbox.append(event)))
                .hasStackTraceContaining("500001");
    }

    @Test
    void eventsOfOneKeyTakeTheOrderOfTheirCommits() throws Exception {
        things.add(events.key());
        var appended = new CountDownLatch(1);
        var commit = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> QuarkusTransaction.requiringNew().run(() -> {
                outbox.append(events.event(things.change(events.key())));
                appended.countDown();
                awaitLatch(commit);
            }));
            awaitLatch(appended);
            var second = threads.submit(() -> changeAndAppend(events.key()));
            await().atMost(60, SECONDS)
                    .until(() -> events.count("pg_locks where locktype = 'transactionid' and not granted") > 0);
            assertThat(events.waiting()).isZero();

            commit.countDown();
            first.get();
            second.get();
        }

        events.assertArrived(1, 2);
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
            events.assertArrived(each, 1, changes / keys.size());
        }
    }

    @Test
    void eventOfAnEarlierIdThatCommitsLateIsNotSkipped() throws Exception {
        var other = UUID.randomUUID().toString();
        var appended = new CountDownLatch(1);
        var commit = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var late = threads.submit(() -> QuarkusTransaction.requiringNew().run(() -> {
                outbox.append(events.event(1));
                appended.countDown();
                awaitLatch(commit);
            }));
            awaitLatch(appended);
            QuarkusTransaction.requiringNew().run(() -> outbox.append(events.event(Events.TOPIC, other, 1)));
            events.assertArrived(other, 1, 1);

            commit.countDown();
            late.get();
        }

        events.assertArrived(1, 1);
    }

    @Test
    void manyEventsAreAppendedAtOnceInTheirOrder() {
        QuarkusTransaction.requiringNew().run(() -> {
            outbox.appendAll(
                    IntStream.rangeClosed(1, 500).mapToObj(events::event).toList());
            assertThat(events.count("pg_locks where pid = pg_backend_pid() and locktype = 'advisory'"))
                    .isZero();
        });

        events.assertArrived(1, 500);
    }

    private void changeAndAppend(String name) {
        QuarkusTransaction.requiringNew()
                .run(() -> outbox.append(events.event(Events.TOPIC, name, things.change(name))));
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
