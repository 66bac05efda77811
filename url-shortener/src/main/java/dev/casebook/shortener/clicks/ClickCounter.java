package dev.casebook.shortener.clicks;

import dev.casebook.chassis.kafka.DeadLetters;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Counts what comes from the topic of clicks, one poll after the other. While PostgreSQL is away the current poll is tried again and again; the
 * consumer goes on polling meanwhile, with its partitions paused, and stays in its group.
 */
@ApplicationScoped
class ClickCounter {

    private final ClickLedger ledger;
    private final Reconciliation reconciliation;
    private final DeadLetters deadLetters;
    private final CountingMeters meters;
    private final ClickSettings.Counting settings;
    private final ExecutorService threads;
    private volatile boolean stopping;

    ClickCounter(
            ClickLedger ledger,
            Reconciliation reconciliation,
            DeadLetters deadLetters,
            CountingMeters meters,
            ClickSettings settings,
            @VirtualThreads ExecutorService threads) {
        this.ledger = ledger;
        this.reconciliation = reconciliation;
        this.deadLetters = deadLetters;
        this.meters = meters;
        this.settings = settings.counting();
        this.threads = threads;
    }

    /** A Uni and not a virtual thread by annotation, because those run many polls at once and in any order. */
    @Incoming(ClickReader.CHANNEL)
    Uni<Void> count(ConsumerRecords<byte[], byte[]> polled) {
        return Uni.createFrom().voidItem().emitOn(threads).invoke(() -> countPolled(polled));
    }

    void onStop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    private void countPolled(ConsumerRecords<byte[], byte[]> polled) {
        Map<TopicPartition, PartitionRun> runs = new HashMap<>();
        for (var partition : polled.partitions()) {
            untilDone(() -> runs.put(partition, read(partition, polled.records(partition))));
        }
        while (!runs.isEmpty()) {
            untilDone(() -> countOrReconcile(runs));
        }
    }

    private PartitionRun read(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        List<ReceivedBatch> batches = new ArrayList<>();
        for (var record : records) {
            try {
                batches.add(ReceivedBatch.of(record));
            } catch (UnreadableBatchException e) {
                deadLetters.send(record, e).await().indefinitely();
                meters.unreadable();
            }
        }
        return new PartitionRun(
                partition, records.getFirst().offset(), records.getLast().offset() + 1, batches);
    }

    private void countOrReconcile(Map<TopicPartition, PartitionRun> runs) {
        try {
            meters.counted(ledger.count(runs.values()));
            runs.clear();
        } catch (OffsetMovedException moved) {
            var partition = moved.run().partition();
            reconciliation
                    .remainder(moved.run(), moved.stored())
                    .ifPresentOrElse(rest -> runs.put(partition, rest), () -> runs.remove(partition));
        }
    }

    /** Repeats a step until it succeeds, whatever it fails by: what is not counted must not be passed over, and a failure that leaves here ends the reading for good. */
    private void untilDone(Runnable step) {
        var backOff = new BackOff(settings.shortestPause(), settings.longestPause());
        while (true) {
            try {
                step.run();
                return;
            } catch (RuntimeException | Error e) {
                if (stopping) {
                    throw e;
                }
                Log.warnf("event=clicks.not-counted-yet cause=%s", e);
            }
            try {
                backOff.pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("stopped while clicks waited to be counted", e);
            }
        }
    }
}
