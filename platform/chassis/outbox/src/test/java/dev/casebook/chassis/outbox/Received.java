package dev.casebook.chassis.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning, and keeps the records of one key. */
final class Received implements AutoCloseable {

    private final KafkaConsumer<String, byte[]> consumer;
    private final String key;
    private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();

    Received(String bootstrapServers, String topic, String key) {
        this.key = key;
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList());
        consumer.seekToBeginning(consumer.assignment());
    }

    /** Until the payloads received so far are as wanted. */
    void awaitPayloads(Predicate<List<String>> wanted) {
        await().atMost(60, SECONDS).until(() -> wanted.test(payloads()));
    }

    List<String> payloads() {
        return records().stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    /** Each payload once, where it came first: what a reader sees that drops repeated ids. */
    List<String> distinctPayloads() {
        return new ArrayList<>(new LinkedHashSet<>(payloads()));
    }

    List<ConsumerRecord<String, byte[]>> records() {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
            if (key.equals(record.key())) {
                records.add(record);
            }
        }
        return records;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
