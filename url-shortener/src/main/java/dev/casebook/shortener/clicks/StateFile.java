package dev.casebook.shortener.clicks;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * Keeps the journal's state in a file that never grows, so that a loss can be written down on a full disk. Two slots are written in turn, and the
 * younger one whose checksum is right holds: a write cut short costs one change, not the state.
 */
final class StateFile implements Closeable {

    private static final int SLOT = Long.BYTES + JournalState.BYTES + Integer.BYTES;
    private static final int SLOTS = 2;

    private final RandomAccessFile file;
    private final ByteBuffer buffer = ByteBuffer.allocate(SLOT);
    private long generation;

    StateFile(Path path) throws IOException {
        file = new RandomAccessFile(path.toFile(), "rw");
    }

    /** Empty when the file is new or neither slot is whole. */
    Optional<JournalState> read() throws IOException {
        var bytes = new byte[SLOT * SLOTS];
        if (file.length() < bytes.length) {
            file.setLength(bytes.length);
            file.seek(0);
            file.write(bytes);
            return Optional.empty();
        }
        file.seek(0);
        file.readFully(bytes);
        var newest = IntStream.range(0, SLOTS)
                .mapToObj(slot -> ByteBuffer.wrap(bytes, slot * SLOT, SLOT).slice())
                .filter(StateFile::isWhole)
                .max((one, other) -> Long.compare(one.getLong(0), other.getLong(0)));
        generation = newest.map(slot -> slot.getLong(0)).orElse(0L);
        return newest.map(slot -> JournalState.read(slot.position(Long.BYTES)));
    }

    void write(JournalState state) throws IOException {
        buffer.clear();
        buffer.putLong(generation + 1);
        state.write(buffer);
        buffer.putInt(checksum(buffer));
        file.seek((generation + 1) % SLOTS * SLOT);
        file.write(buffer.array());
        generation++;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static boolean isWhole(ByteBuffer slot) {
        return slot.getLong(0) > 0 && slot.getInt(SLOT - Integer.BYTES) == checksum(slot);
    }

    private static int checksum(ByteBuffer slot) {
        var crc = new CRC32C();
        crc.update(slot.slice(0, SLOT - Integer.BYTES));
        return (int) crc.getValue();
    }
}
