package dev.casebook.shortener.clicks;

import static dev.casebook.shortener.clicks.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.casebook.shortener.statistics.ClickTotals;
import dev.casebook.testkit.WithServers;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counting against PostgreSQL alone: the partitions here are ones that Kafka does not have. */
@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class ClickLedgerIT {

    private static final AtomicInteger NEXT_PARTITION = new AtomicInteger(1_000);

    private final UUID journal = UUID.randomUUID();
    private final String code = "c" + journal;
    private final TopicPartition partition = new TopicPartition(KafkaProbe.TOPIC, NEXT_PARTITION.getAndIncrement());

    @Inject
    ClickLedger ledger;

    @Inject
    ClickOffsets offsets;

    @Inject
    Ledger stored;

    @Inject
    ClickTotals totals;

    @BeforeEach
    void tablesAreThere() {
        stored.awaitTables();
    }

    @Test
    void runCountsAndMovesItsPartition() {
        ledger.count(List.of(run(0, 3)));

        assertThat(totals.of(code).total()).isEqualTo(3);
        assertThat(offsets.load(List.of(partition.partition()))).containsEntry(partition.partition(), 3L);
        assertThat(stored.journal(journal)).isEqualTo(new JournalCount(3, 3, 0, 0));
    }

    @Test
    void crashBeforeTheCommitLeavesNothingAndTheRepetitionCountsOnce() {
        var before = snapshot();
        QuarkusTransaction.begin();
        ledger.count(List.of(run(0, 3)));
        QuarkusTransaction.rollback();
        assertThat(snapshot()).isEqualTo(before);

        ledger.count(List.of(run(0, 3)));

        assertThat(totals.of(code).total()).isEqualTo(3);
    }

    @Test
    void crashAfterTheCommitCountsNothingAgain() {
        ledger.count(List.of(run(0, 3)));
        var before = snapshot();

        assertThatThrownBy(() -> ledger.count(List.of(run(0, 3)))).isInstanceOf(OffsetMovedException.class);

        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    void zombieChangesNothing() {
        ledger.count(List.of(run(0, 3)));
        ledger.count(List.of(run(3, 7)));
        var before = snapshot();

        assertThatThrownBy(() -> ledger.count(List.of(run(3, 5))))
                .isInstanceOfSatisfying(OffsetMovedException.class, moved -> assertThat(moved.stored())
                        .isEqualTo(7));

        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    void oneStalePartitionHoldsBackTheWholeTransaction() {
        ledger.count(List.of(run(0, 3)));
        var before = snapshot();
        var other = new TopicPartition(KafkaProbe.TOPIC, NEXT_PARTITION.getAndIncrement());
        var fresh = new PartitionRun(
                other, 0, 1, List.of(new ReceivedBatch(0, UUID.randomUUID(), batch(UUID.randomUUID(), 1, code))));

        assertThatThrownBy(() -> ledger.count(List.of(fresh, run(0, 3)))).isInstanceOf(OffsetMovedException.class);

        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    void ofTwoReadersOfOneRunOneCounts() throws InterruptedException {
        var refused = new AtomicInteger();
        var start = new CountDownLatch(1);
        var readers = List.of(counting(start, refused), counting(start, refused));
        start.countDown();
        for (var reader : readers) {
            reader.join();
        }

        assertThat(refused).hasValue(1);
        assertThat(totals.of(code).total()).isEqualTo(3);
    }

    private Map<String, Long> snapshot() {
        return stored.snapshot(code, journal, partition.partition());
    }

    private Thread counting(CountDownLatch start, AtomicInteger refused) {
        return Thread.ofVirtual().start(() -> {
            try {
                start.await();
                ledger.count(List.of(run(0, 3)));
            } catch (OffsetMovedException e) {
                refused.incrementAndGet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Batches of one click; that at offset n has sequence n + 1. */
    private PartitionRun run(int from, int to) {
        var batches = IntStream.range(from, to)
                .mapToObj(offset -> new ReceivedBatch(offset, journal, batch(journal, offset + 1, code)))
                .toList();
        return new PartitionRun(partition, from, to, batches);
    }
}
