package dev.casebook.shortener.clicks;

import static dev.casebook.shortener.clicks.Batches.batch;
import static dev.casebook.shortener.clicks.KafkaProbe.produce;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.shortener.statistics.ClickTotals;
import dev.casebook.shortener.visitors.Traits;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class ClickCountingIT {

    private static final int PARTITIONS = 6;

    private final UUID journalId = UUID.randomUUID();
    private final String code = "c" + journalId;

    @Inject
    ClickJournal journal;

    @Inject
    ClickLedger ledger;

    @Inject
    ClickOffsets offsets;

    @Inject
    ClickTotals totals;

    @Inject
    Ledger stored;

    @BeforeEach
    void tablesAreThere() {
        stored.awaitTables();
    }

    @Test
    void clickOfThisInstanceIsCounted() {
        for (int i = 0; i < 500; i++) {
            assertThat(journal.append(code, Instant.now(), 0, Traits.NONE)).isTrue();
        }

        stored.awaitTotal(code, 500);
        await().atMost(Ledger.PATIENCE)
                .untilAsserted(() -> assertThat(journal.level().waiting()).isZero());
    }

    @Test
    void redirectsAreWhatIsCountedAndWaitingAndLost() {
        for (int i = 0; i < 200; i++) {
            journal.append(code, Instant.now(), 0, Traits.NONE);
        }
        journal.append("x".repeat(RecordFormat.MAX_CODE_BYTES + 1), Instant.now(), 0, Traits.NONE);

        var level = journal.level();
        stored.awaitJournal(
                level.journal(), new JournalCount(level.lastSequence(), level.lastSequence(), 0, level.lost()));
        assertThat(level.lost()).isPositive();
    }

    @Test
    void shippedRunIsACloudEventKeyedByItsJournal() {
        journal.append(code, Instant.parse("2026-01-01T12:00:00.123Z"), 0, Traits.NONE);
        stored.awaitTotal(code, 1);

        var record = KafkaProbe.all(KafkaProbe.TOPIC).stream()
                .filter(each -> new String(each.value(), UTF_8).contains(code))
                .findFirst()
                .orElseThrow();

        var key = new String(record.key(), UTF_8);
        assertThat(key).isEqualTo(journal.level().journal().toString());
        assertThat(header(record, "ce_type")).isEqualTo("dev.casebook.shortener.click-batch.v1");
        assertThat(header(record, "ce_source")).isEqualTo("/url-shortener");
        assertThat(header(record, "ce_id")).startsWith(key + "/");
        assertThat(header(record, "ce_specversion")).isEqualTo("1.0");
        assertThat(header(record, "content-type")).isEqualTo("application/protobuf");
        assertThat(header(record, "traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]");
    }

    @Test
    void replayedAndOverlappingBatchesCountOnce() throws Exception {
        produce(0, batch(journalId, 1, code, code, code));
        produce(0, batch(journalId, 1, code, code, code));
        produce(0, batch(journalId, 3, code, code));
        produce(0, batch(journalId, 1, code, code, code, code, code));

        stored.awaitJournal(journalId, new JournalCount(5, 5, 0, 0));
        stored.awaitTotal(code, 5);
    }

    @Test
    void gapIsWrittenDown() throws Exception {
        produce(1, batch(journalId, 1, code));
        produce(1, batch(journalId, 4, code));

        stored.awaitJournal(journalId, new JournalCount(4, 2, 2, 0));
        stored.awaitTotal(code, 2);
    }

    @Test
    void lossIsWrittenDown() throws Exception {
        produce(2, batch(journalId, 1, 12, List.of()));

        stored.awaitJournal(journalId, new JournalCount(0, 0, 0, 12));
    }

    @Test
    void unreadableRecordGoesToTheDeadLettersAndStopsNothing() throws Exception {
        var garbage = ("garbage " + journalId).getBytes(UTF_8);
        produce(3, batch(journalId, 1, code));
        produce(3, journalId.toString(), garbage);
        produce(3, batch(journalId, 2, code));

        stored.awaitTotal(code, 2);
        var letter = KafkaProbe.all(KafkaProbe.TOPIC + ".dlq").stream()
                .filter(each -> Arrays.equals(garbage, each.value()))
                .findFirst()
                .orElseThrow();
        assertThat(letter.key()).asString(UTF_8).isEqualTo(journalId.toString());
        assertThat(header(letter, "dead-letter-reason")).contains("ClickBatch");
        assertThat(header(letter, "dead-letter-topic")).isEqualTo(KafkaProbe.TOPIC);
        assertThat(header(letter, "dead-letter-partition")).isEqualTo("3");
        assertThat(header(letter, "dead-letter-offset")).matches("[0-9]+");
    }

    /** Another instance takes some partitions, counts there, and goes; all the while clicks come in on each partition. */
    @Test
    void totalsStayExactWhilePartitionsChangeHands() throws Exception {
        int sent = sendToEach(1, 20);
        stored.awaitTotal(code, sent);
        try (var other = KafkaProbe.consumer(Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                KafkaProbe.GROUP,
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                "org.apache.kafka.clients.consumer.RangeAssignor,"
                        + "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"))) {
            other.subscribe(List.of(KafkaProbe.TOPIC));
            await().atMost(Ledger.PATIENCE).until(() -> {
                other.poll(Duration.ofMillis(100));
                return !other.assignment().isEmpty() && other.assignment().size() < PARTITIONS;
            });
            var taken = offsets.load(
                    other.assignment().stream().map(TopicPartition::partition).toList());
            other.assignment().forEach(partition -> other.seek(partition, taken.get(partition.partition())));
            sent += sendToEach(21, 20);
            int expected = sent;
            await().atMost(Ledger.PATIENCE).until(() -> {
                countAsTheService(other);
                return totals.of(code).total() == expected;
            });
        }

        sent += sendToEach(41, 20);

        stored.awaitTotal(code, sent);
    }

    private void countAsTheService(KafkaConsumer<byte[], byte[]> consumer) throws UnreadableBatchException {
        var polled = consumer.poll(Duration.ofMillis(100));
        for (var partition : polled.partitions()) {
            List<ReceivedBatch> batches = new ArrayList<>();
            for (var record : polled.records(partition)) {
                batches.add(ReceivedBatch.of(record));
            }
            var records = polled.records(partition);
            ledger.count(List.of(new PartitionRun(
                    partition, records.getFirst().offset(), records.getLast().offset() + 1, batches)));
        }
    }

    /** One batch of one click for each sequence and partition. */
    private int sendToEach(int firstSequence, int count) throws Exception {
        try (var producer = KafkaProbe.producer()) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                var ofPartition = new UUID(journalId.getMostSignificantBits(), partition);
                for (int sequence = firstSequence; sequence < firstSequence + count; sequence++) {
                    var payload = batch(ofPartition, sequence, code).toByteArray();
                    producer.send(new ProducerRecord<>(KafkaProbe.TOPIC, partition, ofPartition.toString(), payload))
                            .get();
                }
            }
        }
        return PARTITIONS * count;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
