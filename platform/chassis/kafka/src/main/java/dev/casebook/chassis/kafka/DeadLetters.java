package dev.casebook.chassis.kafka;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Puts a record that will never be readable out of the way, so that those behind it go on, and says why. */
@Singleton
public final class DeadLetters {

    private static final int MAX_REASON = 1_000;

    private final MutinyEmitter<byte[]> emitter;

    DeadLetters(@Channel("dead-letters") MutinyEmitter<byte[]> emitter) {
        this.emitter = emitter;
    }

    /**
     * Copies the record, headers and all, to {@code <topic>.dlq}.
     *
     * @param record with its key and value as they came
     * @return completes once Kafka has it; advance the offset only then. Fails when Kafka does not take it.
     */
    public Uni<Void> send(ConsumerRecord<byte[], byte[]> record, Throwable reason) {
        Log.warnf(
                "event=kafka.dead-letter topic=%s partition=%d offset=%d reason=%s",
                record.topic(), record.partition(), record.offset(), reason);
        var metadata = OutgoingKafkaRecordMetadata.<byte[]>builder()
                .withTopic(record.topic() + ".dlq")
                .withKey(record.key())
                .withHeaders(headers(record, reason))
                .build();
        return emitter.sendMessage(Message.of(record.value()).addMetadata(metadata));
    }

    private static Headers headers(ConsumerRecord<byte[], byte[]> record, Throwable reason) {
        var message = String.valueOf(reason.getMessage());
        return new RecordHeaders(record.headers())
                .add("dead-letter-topic", bytes(record.topic()))
                .add("dead-letter-partition", bytes(Integer.toString(record.partition())))
                .add("dead-letter-offset", bytes(Long.toString(record.offset())))
                .add("dead-letter-exception-class-name", bytes(reason.getClass().getName()))
                .add("dead-letter-reason", bytes(message.substring(0, Math.min(message.length(), MAX_REASON))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
