package dev.casebook.shortener.clicks;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** This instance's place in the topic of clicks, to read from. */
@Singleton
final class ClickReader {

    static final String CHANNEL = "clicks-in";

    private final KafkaClientService clients;
    private final Duration timeout;

    ClickReader(KafkaClientService clients, ClickSettings settings) {
        this.clients = clients;
        this.timeout = settings.counting().lookupTimeout();
    }

    /** The offset of the oldest record that Kafka still has. */
    long oldest(TopicPartition partition) {
        return onPollingThread(consumer ->
                consumer.beginningOffsets(Set.of(partition), timeout).get(partition));
    }

    /** Leaves out what comes before an offset. */
    void skipTo(TopicPartition partition, long offset) {
        onPollingThread(consumer -> {
            if (consumer.assignment().contains(partition) && consumer.position(partition, timeout) < offset) {
                consumer.seek(partition, offset);
            }
            return offset;
        });
    }

    /** Goes on from an offset, whatever was read. */
    void returnTo(TopicPartition partition, long offset) {
        onPollingThread(consumer -> {
            if (consumer.assignment().contains(partition)) {
                consumer.seek(partition, offset);
            }
            return offset;
        });
    }

    private long onPollingThread(Function<Consumer<byte[], byte[]>, Long> action) {
        KafkaConsumer<byte[], byte[]> consumer = clients.getConsumer(CHANNEL);
        return consumer.runOnPollingThread(action).await().atMost(timeout.multipliedBy(2));
    }
}
