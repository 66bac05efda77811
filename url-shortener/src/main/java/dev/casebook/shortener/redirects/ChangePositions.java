package dev.casebook.shortener.redirects;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Where this process stands in the stream of changes. It begins shortly before its own start, because what it reads from the store before Kafka
 * assigns it the partitions may change in between; after a rebalance it goes on where it was. Nothing is kept beyond the process, like the cache.
 */
@ApplicationScoped
@Identifier("links")
class ChangePositions implements KafkaConsumerRebalanceListener {

    private final Map<TopicPartition, Long> next = new ConcurrentHashMap<>();
    private final Instant start;

    ChangePositions(Clock clock, RedirectSettings settings) {
        this.start = clock.instant().minus(settings.clockSkew());
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        // The ends first: a change that comes between the two questions lies behind both answers.
        var ends = consumer.endOffsets(partitions);
        var starts = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> start.toEpochMilli())));
        for (var partition : partitions) {
            var first = starts.get(partition);
            long position = first == null ? ends.get(partition) : first.offset();
            consumer.seek(partition, next.getOrDefault(partition, position));
        }
    }

    void passed(ConsumerRecord<?, ?> record) {
        next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
    }
}
