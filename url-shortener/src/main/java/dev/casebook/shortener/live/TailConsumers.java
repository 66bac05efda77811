package dev.casebook.shortener.live;

import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Consumers of the topic of clicks that belong to no group and keep no place. */
@Singleton
final class TailConsumers {

    /** The memory that a consumer may take, and how long it waits for a Kafka that does not answer. */
    private static final Map<String, Object> SMALL = Map.of(
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
            512 * 1024,
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            128 * 1024,
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            10_000,
            ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
            1_000,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "latest",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false);

    private final Map<String, Object> config;
    private final String topic;

    TailConsumers(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "mp.messaging.incoming.clicks-in.topic") String topic) {
        this.config = new HashMap<>(SMALL);
        ConsumerConfig.configNames().stream()
                .filter(kafka::containsKey)
                .forEach(name -> config.putIfAbsent(name, kafka.get(name)));
        this.topic = topic;
    }

    /** A consumer of all partitions, that begins with what was written at this instant. */
    Consumer<byte[], byte[]> from(Instant start) {
        var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .collect(Collectors.toMap(Function.identity(), _ -> start.toEpochMilli()));
            consumer.assign(partitions.keySet());
            var ends = consumer.endOffsets(partitions.keySet());
            // The ends first, and so behind nothing that is found later.
            consumer.offsetsForTimes(partitions)
                    .forEach((partition, found) ->
                            consumer.seek(partition, found == null ? ends.get(partition) : found.offset()));
            return consumer;
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }
}
