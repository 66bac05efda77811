package dev.casebook.shortener.clicks;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.casebook.contracts.shortener.v1.Click;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A click in bytes, big-endian: length of what follows the checksum (4), CRC32C of the length and of that (4), sequence (8), and the click. The
 * newest is written; each is read, so that what an earlier version of this program left behind is still shipped.
 */
enum RecordFormat {
    /** The click is its time, in milliseconds since 1970 (8), and its code (UTF-8). */
    CODE(0x434C_4B31) { // CLK1
        @Override
        Click click(ByteBuffer record) {
            var at = Instant.ofEpochMilli(record.getLong());
            return JournalledClick.message(StandardCharsets.UTF_8.decode(record).toString(), at);
        }
    },

    /** The click is the message that goes to Kafka: what is added to that needs no new format here. */
    MESSAGE(0x434C_4B32) { // CLK2
        @Override
        Click click(ByteBuffer record) throws InvalidProtocolBufferException {
            return Click.parseFrom(record);
        }
    };

    static final RecordFormat NEWEST = MESSAGE;

    private static final int PREFIX = Integer.BYTES + Integer.BYTES;
    static final int MAX_CODE_BYTES = 256;
    private static final int MAX_CLICK_BYTES = 1024;
    static final int MIN_RECORD_BYTES = PREFIX + Long.BYTES;
    static final int MAX_RECORD_BYTES = MIN_RECORD_BYTES + MAX_CLICK_BYTES;

    private final int magic;

    RecordFormat(int magic) {
        this.magic = magic;
    }

    /** The first bytes of a segment of such records. */
    int magic() {
        return magic;
    }

    static Optional<RecordFormat> of(int magic) {
        return Stream.of(values()).filter(format -> format.magic == magic).findFirst();
    }

    static boolean fits(Click click) {
        return click.getSerializedSize() <= MAX_CLICK_BYTES
                && click.getCodeBytes().size() <= MAX_CODE_BYTES;
    }

    /** Fills the buffer with one record of the newest format, from its start. */
    static void write(ByteBuffer to, long sequence, Click click) {
        int length = Long.BYTES + click.getSerializedSize();
        to.clear();
        to.putInt(length).putInt(0).putLong(sequence);
        try {
            var out = CodedOutputStream.newInstance(to.array(), to.position(), click.getSerializedSize());
            click.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("an array has no disk that could fail", e);
        }
        to.limit(PREFIX + length).position(0);
        to.putInt(Integer.BYTES, checksum(to, 0, length));
    }

    /** The record that begins at this index and is whole. */
    Optional<JournalledClick> read(ByteBuffer from, int index) {
        if (from.limit() - index < MIN_RECORD_BYTES) {
            return Optional.empty();
        }
        int length = from.getInt(index);
        if (length < Long.BYTES || length > Long.BYTES + MAX_CLICK_BYTES || length > from.limit() - index - PREFIX) {
            return Optional.empty();
        }
        if (from.getInt(index + Integer.BYTES) != checksum(from, index, length)) {
            return Optional.empty();
        }
        try {
            var record = from.slice(index + MIN_RECORD_BYTES, length - Long.BYTES);
            return Optional.of(new JournalledClick(from.getLong(index + PREFIX), click(record)));
        } catch (InvalidProtocolBufferException | BufferUnderflowException _) {
            return Optional.empty(); // other bytes whose checksum fits by chance
        }
    }

    abstract Click click(ByteBuffer record) throws InvalidProtocolBufferException;

    /** Size of the record that begins at this index. */
    static int bytesAt(ByteBuffer from, int index) {
        return PREFIX + from.getInt(index);
    }

    private static int checksum(ByteBuffer record, int index, int length) {
        var crc = new CRC32C();
        crc.update(record.slice(index, Integer.BYTES));
        crc.update(record.slice(index + PREFIX, length));
        return (int) crc.getValue();
    }
}
