package dev.casebook.limiter.decisions;

import dev.casebook.chassis.kafka.CloudEvent;
import dev.casebook.contracts.limiter.v1.DecisionMade;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** The topic of decisions, to write to. */
@Singleton
final class DecisionTopic {

    private static final String SOURCE = "/rate-limiter";
    private static final String TYPE = "dev.casebook.limiter.decision.made.v1";

    private final MutinyEmitter<byte[]> emitter;

    DecisionTopic(@Channel("decisions") MutinyEmitter<byte[]> emitter) {
        this.emitter = emitter;
    }

    /** Completes when Kafka has it, and fails when it does not take it in time. */
    CompletableFuture<Void> send(DecisionMade decision, Instant at) {
        var about = new CloudEvent(UUID.randomUUID().toString(), SOURCE, TYPE, at);
        var metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(decision.getDomain())
                .withHeaders(about.headers())
                .build();
        return emitter.sendMessage(Message.of(decision.toByteArray()).addMetadata(metadata))
                .subscribeAsCompletionStage();
    }
}
