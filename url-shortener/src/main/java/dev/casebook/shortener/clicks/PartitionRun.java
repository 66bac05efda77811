package dev.casebook.shortener.clicks;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * What was read from one partition in one go.
 *
 * @param firstOffset where the run begins
 * @param nextOffset where the next one will
 * @param batches those that could be read, in order
 */
record PartitionRun(TopicPartition partition, long firstOffset, long nextOffset, List<ReceivedBatch> batches) {

    PartitionRun {
        if (nextOffset <= firstOffset) {
            throw new IllegalArgumentException("a run from %d to %d is empty".formatted(firstOffset, nextOffset));
        }
        batches = List.copyOf(batches);
    }

    /** The part before an offset. */
    List<ReceivedBatch> before(long offset) {
        return batches.stream().filter(batch -> batch.offset() < offset).toList();
    }

    /** The part from an offset on; empty if it ends before. */
    Optional<PartitionRun> from(long offset) {
        if (offset >= nextOffset) {
            return Optional.empty();
        }
        var rest = batches.stream().filter(batch -> batch.offset() >= offset).toList();
        return Optional.of(new PartitionRun(partition, offset, nextOffset, rest));
    }
}
