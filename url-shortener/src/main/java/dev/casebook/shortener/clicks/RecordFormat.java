package dev.casebook.shortener.clicks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A click in bytes, big-endian: length of what follows the checksum (4), CRC32C of the length and of that (4), sequence (8), milliseconds since
 * 1970 (8), code (UTF-8).
 */
final class RecordFormat {

    private static final int PREFIX = Integer.BYTES + Integer.BYTES;
    private static final int FIXED = Long.BYTES + Long.BYTES;
    static final int MAX_CODE_BYTES = 256;
    static final int MAX_RECORD_BYTES = PREFIX + FIXED + MAX_CODE_BYTES;
    static final int MIN_RECORD_BYTES = PREFIX + FIXED;

    private RecordFormat() {}

    /** Fills the buffer with one record, from its start. */
    static void write(ByteBuffer to, long sequence, Instant at, byte[] code) {
        to.clear();
        to.putInt(FIXED + code.length)
                .putInt(0)
                .putLong(sequence)
                .putLong(at.toEpochMilli())
                .put(code)
                .flip();
        to.putInt(Integer.BYTES, checksum(to, 0, FIXED + code.length));
    }

    /** The record that begins at this index and is whole. */
    static Optional<JournalledClick> read(ByteBuffer from, int index) {
        if (from.limit() - index < MIN_RECORD_BYTES) {
            return Optional.empty();
        }
        int length = from.getInt(index);
        if (length < FIXED || length > FIXED + MAX_CODE_BYTES || length > from.limit() - index - PREFIX) {
            return Optional.empty();
        }
        if (from.getInt(index + Integer.BYTES) != checksum(from, index, length)) {
            return Optional.empty();
        }
        var code = new byte[length - FIXED];
        from.get(index + PREFIX + FIXED, code);
        return Optional.of(new JournalledClick(
                from.getLong(index + PREFIX),
                new String(code, StandardCharsets.UTF_8),
                Instant.ofEpochMilli(from.getLong(index + PREFIX + Long.BYTES))));
    }

    static int bytesOf(JournalledClick click) {
        return PREFIX + FIXED + click.code().getBytes(StandardCharsets.UTF_8).length;
    }

    private static int checksum(ByteBuffer record, int index, int length) {
        var crc = new CRC32C();
        crc.update(record.slice(index, Integer.BYTES));
        crc.update(record.slice(index + PREFIX, length));
        return (int) crc.getValue();
    }
}
