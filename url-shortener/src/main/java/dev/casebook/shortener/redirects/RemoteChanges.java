package dev.casebook.shortener.redirects;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.casebook.contracts.shortener.v1.LinkChanged;
import io.quarkus.logging.Log;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Changes made by any instance, as Kafka tells of them. Versions make it harmless to hear of one twice or late. */
@ApplicationScoped
class RemoteChanges {

    private final Redirects redirects;
    private final ChangePositions positions;

    RemoteChanges(Redirects redirects, @Identifier("links") ChangePositions positions) {
        this.redirects = redirects;
        this.positions = positions;
    }

    @Incoming("links")
    void learn(ConsumerRecord<String, byte[]> record) {
        try {
            var change = LinkChanged.parseFrom(record.value());
            redirects.learn(change.getCode(), destination(change));
        } catch (InvalidProtocolBufferException e) {
            Log.errorf(e, "event=change.unreadable partition=%d offset=%d", record.partition(), record.offset());
        }
        positions.passed(new TopicPartition(record.topic(), record.partition()), record.offset());
    }

    private static Destination destination(LinkChanged change) {
        return change.getDeleted()
                ? new Destination.Gone(change.getVersion())
                : new Destination.Live(change.getUrl(), change.getVersion());
    }
}
