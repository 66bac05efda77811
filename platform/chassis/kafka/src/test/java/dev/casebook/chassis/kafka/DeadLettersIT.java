package dev.casebook.chassis.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.TimeoutException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithServers(value = "kafka", topics = DeadLettersIT.TOPIC)
class DeadLettersIT {

    static final String TOPIC = "kafka.unreadable.v1";

    @Inject
    DeadLetters deadLetters;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    private final byte[] key = UUID.randomUUID().toString().getBytes(UTF_8);

    @Test
    void recordArrivesAsItCameWithTheReason() {
        var record = new ConsumerRecord<>(TOPIC, 2, 17L, key, "garbage".getBytes(UTF_8));
        record.headers().add("ce_id", "42".getBytes(UTF_8));

        deadLetters
                .send(record, new IllegalArgumentException("no such field"))
                .await()
                .atMost(Duration.ofSeconds(60));

        var dead = await().atMost(60, SECONDS)
                .until(this::received, found -> !found.isEmpty())
                .getFirst();
        assertThat(dead.value()).asString().isEqualTo("garbage");
        assertThat(header(dead, "ce_id")).isEqualTo("42");
        assertThat(header(dead, "dead-letter-topic")).isEqualTo(TOPIC);
        assertThat(header(dead, "dead-letter-partition")).isEqualTo("2");
        assertThat(header(dead, "dead-letter-offset")).isEqualTo("17");
        assertThat(header(dead, "dead-letter-exception-class-name")).isEqualTo("java.lang.IllegalArgumentException");
        assertThat(header(dead, "dead-letter-reason")).isEqualTo("no such field");
    }

    @Test
    void absentKafkaIsTheCallersToSee() {
        TestServers.get(Server.KAFKA).kill();
        var record = new ConsumerRecord<>(TOPIC, 0, 1L, key, new byte[0]);

        assertThatThrownBy(() -> deadLetters
                        .send(record, new IllegalArgumentException("no such field"))
                        .await()
                        .atMost(Duration.ofSeconds(60)))
                .isInstanceOf(RuntimeException.class)
                .isNotInstanceOf(TimeoutException.class);
    }

    private List<ConsumerRecord<byte[], byte[]>> received() {
        var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        var settings = Map.<String, Object>of("bootstrap.servers", kafka);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partition = new TopicPartition(TOPIC + ".dlq", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (Arrays.equals(record.key(), key)) {
                        found.add(record);
                    }
                });
            }
        }
        return found;
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
