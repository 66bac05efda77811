package dev.casebook.shortener.redirects;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.casebook.chassis.kafka.DeadLetters;
import dev.casebook.contracts.shortener.v1.LinkChanged;
import dev.casebook.shortener.rules.BrokenRuleException;
import dev.casebook.shortener.rules.RedirectionMessage;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Changes made by any instance, as Kafka tells of them. Versions make it harmless to hear of one twice or late. */
@ApplicationScoped
class RemoteChanges {

    private final Redirects redirects;
    private final ChangePositions positions;
    private final DeadLetters deadLetters;
    private final Duration pause;

    RemoteChanges(
            Redirects redirects,
            @Identifier("links") ChangePositions positions,
            DeadLetters deadLetters,
            RedirectSettings settings) {
        this.redirects = redirects;
        this.positions = positions;
        this.deadLetters = deadLetters;
        this.pause = settings.refreshPause();
    }

    /** One record at a time, in the order of each partition. */
    @Incoming("links")
    Uni<Void> learn(ConsumerRecord<byte[], byte[]> record) {
        return learned(record).invoke(() -> positions.passed(record));
    }

    private Uni<Void> learned(ConsumerRecord<byte[], byte[]> record) {
        try {
            var change = change(record.value());
            redirects.learn(change.getCode(), destination(change));
            return Uni.createFrom().voidItem();
        } catch (InvalidProtocolBufferException e) {
            // Each instance reads it and sets it aside: a few copies of a record that should not exist.
            return deadLetters
                    .send(record, e)
                    .onFailure()
                    .retry()
                    .withBackOff(pause)
                    .indefinitely();
        }
    }

    private static LinkChanged change(byte[] payload) throws InvalidProtocolBufferException {
        var change = LinkChanged.parseFrom(payload);
        if (change.getCode().isEmpty() || change.getUrl().isEmpty() || change.getVersion() < 1) {
            throw new InvalidProtocolBufferException("a change names its code, its target, and a version from 1");
        }
        return change;
    }

    private static Destination destination(LinkChanged change) throws InvalidProtocolBufferException {
        if (change.getDeleted()) {
            return new Destination.Gone(change.getVersion());
        }
        try {
            var redirection = RedirectionMessage.read(change.getUrl(), change.getRedirection());
            return new Destination.Live(redirection, change.getVersion());
        } catch (BrokenRuleException e) {
            throw new InvalidProtocolBufferException(e.getMessage());
        }
    }
}
