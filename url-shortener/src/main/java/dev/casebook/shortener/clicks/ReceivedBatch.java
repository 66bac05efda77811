package dev.casebook.shortener.clicks;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Timestamps;
import dev.casebook.contracts.shortener.v1.Click;
import dev.casebook.contracts.shortener.v1.ClickBatch;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A batch of clicks at its place in the topic. */
record ReceivedBatch(long offset, UUID journal, ClickBatch batch) {

    private static final int MAX_TEXT = 256;

    /** @throws UnreadableBatchException if the record holds no batch that may be counted */
    static ReceivedBatch of(ConsumerRecord<byte[], byte[]> message) throws UnreadableBatchException {
        if (message.value() == null) {
            throw new UnreadableBatchException("there is no payload");
        }
        try {
            var batch = ClickBatch.parseFrom(message.value());
            check(batch);
            return new ReceivedBatch(message.offset(), UUID.fromString(batch.getJournal()), batch);
        } catch (InvalidProtocolBufferException e) {
            throw new UnreadableBatchException("the payload is no ClickBatch: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new UnreadableBatchException("the journal is no UUID: " + e.getMessage());
        }
    }

    /** Sequence of the last click; 0 if there is none. */
    long lastSequence() {
        return batch.getClicksCount() == 0 ? 0 : batch.getFirstSequence() + batch.getClicksCount() - 1;
    }

    private static void check(ClickBatch batch) throws UnreadableBatchException {
        if (batch.getFirstSequence() < 1 || batch.getFirstSequence() > Long.MAX_VALUE - batch.getClicksCount()) {
            throw new UnreadableBatchException("the sequence %d is out of range".formatted(batch.getFirstSequence()));
        }
        if (batch.getLost() < 0) {
            throw new UnreadableBatchException("%d clicks cannot be lost".formatted(batch.getLost()));
        }
        if (!batch.getClicksList().stream().map(Click::getCode).allMatch(ReceivedBatch::isCode)) {
            throw new UnreadableBatchException("a click has a code that no link can have");
        }
        if (!batch.getClicksList().stream().allMatch(ReceivedBatch::canBeKept)) {
            throw new UnreadableBatchException("a click has a time or a text that the database cannot hold");
        }
    }

    private static boolean canBeKept(Click click) {
        return Timestamps.isValid(click.getAt())
                && Stream.of(
                                click.getReferrerHost(),
                                click.getBrowser(),
                                click.getOperatingSystem(),
                                click.getDevice(),
                                click.getLanguage())
                        .allMatch(text -> text.length() <= MAX_TEXT && text.indexOf('\0') < 0);
    }

    private static boolean isCode(String code) {
        return !code.isEmpty()
                && code.indexOf('\0') < 0
                && code.getBytes(StandardCharsets.UTF_8).length <= RecordFormat.MAX_CODE_BYTES;
    }
}
