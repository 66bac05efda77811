package dev.casebook.shortener;

import dev.casebook.contracts.shortener.v1.LinkChanged;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The changes of links in Kafka: what this instance tells the others, and what others tell it. */
public final class LinkTopic {

    private static final String TOPIC = "url-shortener.links.v1";

    private LinkTopic() {}

    /** What happened to one link, once it is at least so many events. */
    public static List<ConsumerRecord<String, byte[]>> awaitEvents(String code, int count) {
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer = new KafkaConsumer<>(client(), new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Api.soon().until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (record.key().equals(code)) {
                        found.add(record);
                    }
                });
                return found.size() >= count;
            });
        }
        return found;
    }

    /** As another instance would. */
    public static void publish(LinkChanged change) {
        publish(change.getCode(), change.toByteArray());
    }

    public static void publish(String key, byte[] payload) {
        try (var producer = new KafkaProducer<>(client(), new StringSerializer(), new ByteArraySerializer())) {
            var record = new ProducerRecord<>(TOPIC, key, payload);
            record.headers().add("ce_specversion", "1.0".getBytes());
            record.headers().add("ce_id", Api.unique("event").getBytes());
            record.headers().add("ce_source", "/test".getBytes());
            record.headers().add("ce_type", "dev.casebook.shortener.link.updated.v1".getBytes());
            producer.send(record);
        }
    }

    private static Map<String, Object> client() {
        var servers = TestServers.get(Server.KAFKA).settings().get("kafka.bootstrap.servers");
        return Map.of("bootstrap.servers", servers);
    }
}
