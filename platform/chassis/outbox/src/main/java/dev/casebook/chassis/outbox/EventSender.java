package dev.casebook.chassis.outbox;

import dev.casebook.chassis.kafka.CloudEvent;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.TracingMetadata;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Makes a record of an event and hands it to Kafka. */
@Singleton
final class EventSender {

    private static final String CHANNEL = "outbox";

    private final MutinyEmitter<byte[]> emitter;
    private final KafkaClientService clients;
    private final String source;

    EventSender(
            @Channel(CHANNEL) MutinyEmitter<byte[]> emitter,
            KafkaClientService clients,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.emitter = emitter;
        this.clients = clients;
        this.source = "/" + service;
    }

    /**
     * Whether Kafka has the topic. Asked before events are handed over: each event of an absent topic would occupy the one thread that sends for as
     * long as the client waits for a topic to appear.
     *
     * @return fails when the topic is not there, or Kafka does not say; at once when it is known to be there
     */
    CompletableFuture<Void> find(String topic) {
        return outsideTransaction(
                clients.getProducer(CHANNEL).partitionsFor(topic).replaceWithVoid());
    }

    /** @return completes once every replica that must have the record has it */
    CompletableFuture<Void> send(PendingEvent pending) {
        var event = pending.event();
        var about = new CloudEvent(pending.eventId().toString(), source, event.type(), pending.createdAt());
        var record = OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(event.topic())
                .withKey(event.key())
                .withHeaders(about.headers())
                .build();
        var trace = TracingMetadata.withCurrent(contextOf(pending));
        return outsideTransaction(emitter.sendMessage(
                Message.of(event.payload()).addMetadata(record).addMetadata(trace)));
    }

    /** The relay's transaction would go with a subscription to the threads of the producer, and fail to commit while they are in it. */
    private static CompletableFuture<Void> outsideTransaction(Uni<Void> work) {
        return QuarkusTransaction.suspendingExisting().call(work::subscribeAsCompletionStage);
    }

    private static Context contextOf(PendingEvent pending) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), pending, Traceparent.INSTANCE);
    }

    private enum Traceparent implements TextMapGetter<PendingEvent> {
        INSTANCE;

        @Override
        public Iterable<String> keys(PendingEvent pending) {
            return List.of("traceparent");
        }

        @Override
        public String get(PendingEvent pending, String key) {
            return key.equals("traceparent") ? pending.traceparent().orElse(null) : null;
        }
    }
}
