package dev.casebook.chassis.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.chassis.jdbc.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.Dependent;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Writes to the outbox and reads from the topic. Each test has a key of its own, and so does its own events only. */
@Dependent
class Events {

    static final String TOPIC = "outbox.things.v1";

    private final Outbox outbox;
    private final DataSource database;
    private final String kafka;
    private final String key = UUID.randomUUID().toString();

    Events(Outbox outbox, DataSource database, @ConfigProperty(name = "kafka.bootstrap.servers") String kafka) {
        this.outbox = outbox;
        this.database = database;
        this.kafka = kafka;
    }

    String key() {
        return key;
    }

    /** Each in a transaction of its own. */
    void append(int from, int to) {
        for (int i = from; i <= to; i++) {
            var event = event(i);
            QuarkusTransaction.requiringNew().run(() -> outbox.append(event));
        }
    }

    /**
     * Until servers and relay have got over what an earlier test did to them. The second event leaves in a round of its own, so all that the
     * relay had to say of the first one's round is said by then.
     */
    void awaitFlow() {
        for (var probe : List.of(key + "-first", key + "-second")) {
            await().atMost(60, SECONDS).ignoreExceptions().until(() -> {
                QuarkusTransaction.requiringNew().run(() -> outbox.append(event(TOPIC, probe, 0)));
                return true;
            });
            await().atMost(60, SECONDS)
                    .ignoreExceptions()
                    .until(() -> count("chassis.outbox where key = '" + probe + "'") == 0);
        }
    }

    OutboxEvent event(int number) {
        return event(TOPIC, key, number);
    }

    OutboxEvent event(String topic, String key, int number) {
        return new OutboxEvent(
                topic, key, "test.Changed", Integer.toString(number).getBytes(UTF_8));
    }

    void assertArrived(int from, int to) {
        assertArrived(key, from, to);
    }

    void assertArrived(String key, int from, int to) {
        var wanted = IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
        try (var received = received(TOPIC, key)) {
            received.awaitPayloads(payloads -> payloads.containsAll(wanted));
            assertThat(received.distinctPayloads()).isEqualTo(wanted);
        }
    }

    Received received() {
        return received(TOPIC, key);
    }

    Received received(String topic, String key) {
        return new Received(kafka, topic, key);
    }

    int waiting() {
        return count("chassis.outbox where key = '" + key + "'");
    }

    int count(String from) {
        return number("count(*) from " + from);
    }

    int number(String selected) {
        return Sql.on(database, "select " + selected, statement -> {
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    void execute(String sql) {
        Sql.on(database, sql, statement -> statement.execute());
    }

    void createTopic(String topic, Map<String, String> configs) {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(configs)))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }
}
