package dev.casebook.shortener.clicks;

import dev.casebook.chassis.kafka.CloudEvent;
import dev.casebook.contracts.shortener.v1.ClickBatch;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** The topic of clicks, to write to. */
@Singleton
final class ClickTopic {

    private static final String SOURCE = "/url-shortener";
    private static final String TYPE = "dev.casebook.shortener.click-batch.v1";

    private final MutinyEmitter<byte[]> emitter;
    private final Clock clock;

    ClickTopic(@Channel("clicks-out") MutinyEmitter<byte[]> emitter, Clock clock) {
        this.emitter = emitter;
        this.clock = clock;
    }

    /** Completes when every in-sync replica has the run. After a failure the run may be there all the same. */
    CompletableFuture<Void> send(ClickRun run) {
        var key = run.journal().toString();
        var id = "%s/%d-%d".formatted(key, run.firstSequence(), run.lastSequence());
        var metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(key)
                .withHeaders(new CloudEvent(id, SOURCE, TYPE, clock.instant()).headers())
                .build();
        return emitter.sendMessage(Message.of(batch(run).toByteArray()).addMetadata(metadata))
                .subscribeAsCompletionStage();
    }

    static ClickBatch batch(ClickRun run) {
        var batch = ClickBatch.newBuilder()
                .setJournal(run.journal().toString())
                .setFirstSequence(run.firstSequence())
                .setLost(run.lost());
        for (var click : run.clicks()) {
            batch.addClicks(click.message());
        }
        return batch.build();
    }
}
