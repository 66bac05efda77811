package dev.casebook.limiter.administration;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.casebook.chassis.kafka.DeadLetters;
import dev.casebook.limiter.current.Change;
import dev.casebook.limiter.current.CurrentRules;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Changes made by any instance, as Kafka tells of them, and by this one. Revisions make it harmless to hear of one twice or late. */
@ApplicationScoped
class Spread {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final CurrentRules rules;
    private final RulesWatch watch;
    private final DeadLetters deadLetters;
    private final ExecutorService threads;

    Spread(CurrentRules rules, RulesWatch watch, DeadLetters deadLetters, @VirtualThreads ExecutorService threads) {
        this.rules = rules;
        this.watch = watch;
        this.deadLetters = deadLetters;
        this.threads = threads;
    }

    void made(@Observes(during = TransactionPhase.AFTER_SUCCESS) Change change) {
        // What is missing before it has its events on their way.
        rules.learn(change);
    }

    /** One record at a time, off the event loop: it reads rules, and perhaps asks PostgreSQL. */
    @Incoming("rule-changes")
    Uni<Void> heard(ConsumerRecord<byte[], byte[]> record) {
        return Uni.createFrom().voidItem().emitOn(threads).chain(() -> learn(record));
    }

    private Uni<Void> learn(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (!rules.learn(ChangeMessage.read(record.value()))) {
                watch.catchUp();
            }
            return Uni.createFrom().voidItem();
        } catch (InvalidProtocolBufferException e) {
            // A later version may have made a change that this one cannot read; the database tells what it came to.
            watch.catchUp();
            return deadLetters
                    .send(record, e)
                    .onFailure()
                    .retry()
                    .withBackOff(PAUSE)
                    .indefinitely();
        }
    }
}
