package dev.casebook.shortener.clicks;

import static dev.casebook.shortener.clicks.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import dev.casebook.contracts.shortener.v1.Click;
import dev.casebook.contracts.shortener.v1.ClickBatch;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReceivedBatchTest {

    private static final UUID JOURNAL = new UUID(0, 1);

    @Test
    void batchIsReadWithItsPlace() throws UnreadableBatchException {
        var received = ReceivedBatch.of(record(batch(JOURNAL, 5, "a", "b").toByteArray()));

        assertThat(received.offset()).isEqualTo(42);
        assertThat(received.journal()).isEqualTo(JOURNAL);
        assertThat(received.lastSequence()).isEqualTo(6);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void unreadableBatchSaysWhy(String reason, byte[] payload) {
        assertThatThrownBy(() -> ReceivedBatch.of(record(payload)))
                .isInstanceOf(UnreadableBatchException.class)
                .hasMessageContaining(reason);
    }

    static Stream<Arguments> unreadableBatchSaysWhy() {
        var good = batch(JOURNAL, 1, "a");
        return Stream.of(
                Arguments.of("no payload", null),
                Arguments.of("no ClickBatch", new byte[] {1, 2, 3}),
                Arguments.of("no UUID", bytes(good.toBuilder().setJournal("mine"))),
                Arguments.of("sequence 0", bytes(good.toBuilder().setFirstSequence(0))),
                Arguments.of("out of range", bytes(good.toBuilder().setFirstSequence(Long.MAX_VALUE))),
                Arguments.of("-1 clicks", bytes(good.toBuilder().setLost(-1))),
                Arguments.of("cannot hold", changed(click -> click.setBrowser("a\0b"))),
                Arguments.of("cannot hold", changed(click -> click.setReferrerHost("a".repeat(257)))),
                Arguments.of(
                        "cannot hold",
                        changed(click -> click.setAt(Timestamp.newBuilder().setNanos(-1)))),
                Arguments.of("code", batch(JOURNAL, 1, "").toByteArray()),
                Arguments.of("code", batch(JOURNAL, 1, "a\0b").toByteArray()),
                Arguments.of(
                        "code",
                        batch(JOURNAL, 1, 0, List.of("a", "b".repeat(257))).toByteArray()));
    }

    private static byte[] changed(UnaryOperator<Click.Builder> change) {
        var good = batch(JOURNAL, 1, "a");
        return bytes(good.toBuilder().setClicks(0, change.apply(good.getClicks(0).toBuilder())));
    }

    private static byte[] bytes(ClickBatch.Builder batch) {
        return batch.build().toByteArray();
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] payload) {
        return new ConsumerRecord<>("clicks", 0, 42, new byte[0], payload);
    }
}
