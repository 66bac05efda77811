package dev.casebook.shortener.clicks;

import io.quarkus.logging.Log;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Starts the reading of a partition where its counting ended. Kafka keeps no offsets for this reader: without PostgreSQL it begins at the oldest
 * record, and what is counted already is left out later, when PostgreSQL can tell.
 */
@ApplicationScoped
@Identifier(CountedPositions.NAME)
class CountedPositions implements KafkaConsumerRebalanceListener {

    static final String NAME = "counted-positions";

    private final ClickOffsets offsets;

    CountedPositions(ClickOffsets offsets) {
        this.offsets = offsets;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        try {
            var stored = offsets.load(
                    partitions.stream().map(TopicPartition::partition).toList());
            for (var partition : partitions) {
                consumer.seek(partition, stored.get(partition.partition()));
            }
            Log.infof("event=clicks.reading-from offsets=%s", stored);
        } catch (RuntimeException e) {
            Log.warnf("event=clicks.reading-from-oldest partitions=%s cause=%s", partitions, e.getMessage());
        }
    }
}
