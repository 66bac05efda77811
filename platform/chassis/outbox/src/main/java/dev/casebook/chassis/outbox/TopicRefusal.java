package dev.casebook.chassis.outbox;

import java.util.stream.Stream;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Tells a topic that cannot be written to from a Kafka that is away. */
final class TopicRefusal {

    private static final int DEPTH = 10;

    private TopicRefusal() {}

    /** The topic is not there (a time-out of the client, caused by that), or Kafka refuses what a repetition would not mend. */
    static boolean isRefusal(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEPTH)
                .anyMatch(cause -> cause instanceof UnknownTopicOrPartitionException
                        || cause instanceof ApiException && !(cause instanceof RetriableException));
    }
}
