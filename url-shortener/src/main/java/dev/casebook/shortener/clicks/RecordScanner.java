package dev.casebook.shortener.clicks;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Walks over records in order and steps over bytes that are none, so that one damaged record costs no other. */
final class RecordScanner {

    private final RecordFormat format;
    private final ByteBuffer bytes;
    private int end;
    private long lastSequence;
    private int steppedOver;

    /** @param after the sequence before the first that may come: a lower one is damage that looks like a record */
    RecordScanner(RecordFormat format, ByteBuffer bytes, int from, long after) {
        this.format = format;
        this.bytes = bytes;
        this.end = from;
        this.lastSequence = after;
    }

    Optional<JournalledClick> next() {
        for (int index = end; index <= bytes.limit() - RecordFormat.MIN_RECORD_BYTES; index++) {
            var click = format.read(bytes, index);
            if (click.isPresent() && click.get().sequence() > lastSequence) {
                steppedOver += index - end;
                end = index + RecordFormat.bytesAt(bytes, index);
                lastSequence = click.get().sequence();
                return click;
            }
        }
        return Optional.empty();
    }

    /** Where the last record ends. */
    int end() {
        return end;
    }

    /** Sequence of the last record. */
    long lastSequence() {
        return lastSequence;
    }

    /** Bytes before the last record that belong to no record. */
    int steppedOver() {
        return steppedOver;
    }
}
