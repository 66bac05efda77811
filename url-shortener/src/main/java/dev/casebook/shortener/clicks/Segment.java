package dev.casebook.shortener.clicks;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * One file of the journal: a header that names the journal and the format, then records. One thread at a time appends; another may read what is there.
 *
 * <p>Written with {@link RandomAccessFile} and not with a channel, which an interrupt of the appending thread would close.
 */
final class Segment implements Closeable {

    static final int HEADER = Integer.BYTES + Long.BYTES + Long.BYTES + Long.BYTES + Integer.BYTES;
    private static final int CHUNK = 1 << 18;

    private final Path path;
    private final UUID journal;
    private final RecordFormat format;
    private final RandomAccessFile file;
    private boolean torn;
    private volatile long size;

    private long readTo;
    private long lastRead;

    private Segment(
            Path path, UUID journal, RecordFormat format, long firstSequence, RandomAccessFile file, long size) {
        this.path = path;
        this.journal = journal;
        this.format = format;
        this.file = file;
        this.size = size;
        this.readTo = HEADER;
        this.lastRead = firstSequence - 1;
    }

    static Segment create(Path path, UUID journal, long firstSequence) throws IOException {
        var file = new RandomAccessFile(path.toFile(), "rw");
        try {
            file.write(header(journal, firstSequence).array());
            return new Segment(path, journal, RecordFormat.NEWEST, firstSequence, file, HEADER);
        } catch (IOException e) {
            file.close();
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /**
     * Opens what an earlier process left, cuts off a torn last record, and marks as read what Kafka has acknowledged.
     *
     * @throws DamagedSegmentException if the header cannot be read
     */
    static Recovered recover(Path path, JournalState state) throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(path));
        var format = format(bytes).orElseThrow(() -> new DamagedSegmentException(path));
        var journal = new UUID(bytes.getLong(Integer.BYTES), bytes.getLong(Integer.BYTES + Long.BYTES));
        long firstSequence = bytes.getLong(Integer.BYTES + Long.BYTES + Long.BYTES);
        var segment = new Segment(
                path, journal, format, firstSequence, new RandomAccessFile(path.toFile(), "rw"), bytes.limit());
        return segment.scan(bytes, firstSequence, journal.equals(state.journal()) ? state.acknowledged() : 0);
    }

    private Recovered scan(ByteBuffer bytes, long firstSequence, long acknowledged) throws IOException {
        var scanner = new RecordScanner(format, bytes, HEADER, firstSequence - 1);
        long clicks = 0;
        long unread = 0;
        for (var click = scanner.next(); click.isPresent(); click = scanner.next()) {
            clicks++;
            if (scanner.lastSequence() <= acknowledged) {
                readTo = scanner.end();
                lastRead = scanner.lastSequence();
            } else {
                unread++;
            }
        }
        int cutOff = bytes.limit() - scanner.end();
        if (cutOff > 0) {
            file.setLength(scanner.end());
            size = scanner.end();
        }
        file.close();
        long missing = scanner.lastSequence() - (firstSequence - 1) - clicks;
        return new Recovered(
                this, firstSequence, scanner.lastSequence(), unread, missing, scanner.steppedOver(), cutOff);
    }

    /** A failed append leaves the segment as it was: what it may have written is cut off before the next one. */
    void append(ByteBuffer record) throws IOException {
        if (torn) {
            file.setLength(size);
            file.seek(size);
        }
        torn = true;
        file.write(record.array(), 0, record.limit());
        torn = false;
        size += record.limit();
    }

    /** The next clicks in order, up to a number or a gap in their sequence; none if all is read. Comes again until it is advanced over. */
    ClickRun read(int max) throws IOException {
        long available = size - readTo;
        var run = readFrom(max, Math.min(available, CHUNK));
        if (run.clicks().isEmpty() && available > CHUNK) {
            run = readFrom(max, available);
        }
        if (run.clicks().isEmpty()) {
            readTo += available;
        }
        return run;
    }

    boolean isRead() {
        return readTo == size;
    }

    private ClickRun readFrom(int max, long bytes) throws IOException {
        var chunk = ByteBuffer.allocate(Math.toIntExact(bytes));
        try (var in = Files.newByteChannel(path)) {
            in.position(readTo);
            while (chunk.hasRemaining() && in.read(chunk) >= 0) {}
        }
        var scanner = new RecordScanner(format, chunk.flip(), 0, lastRead);
        List<JournalledClick> clicks = new ArrayList<>();
        int end = 0;
        for (var click = scanner.next(); clicks.size() < max && click.isPresent(); click = scanner.next()) {
            if (!clicks.isEmpty() && click.get().sequence() != clicks.getLast().sequence() + 1) {
                break;
            }
            clicks.add(click.get());
            end = scanner.end();
        }
        long first = clicks.isEmpty() ? lastRead + 1 : clicks.getFirst().sequence();
        return new ClickRun(journal, first, clicks, 0, readTo + end);
    }

    /** The run is done with; reading goes on behind it. */
    void advance(ClickRun run) {
        readTo = run.end();
        lastRead = run.lastSequence();
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(path);
    }

    Path path() {
        return path;
    }

    UUID journal() {
        return journal;
    }

    /** In bytes, with the header. */
    long size() {
        return size;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static ByteBuffer header(UUID journal, long firstSequence) {
        var header = ByteBuffer.allocate(HEADER)
                .putInt(RecordFormat.NEWEST.magic())
                .putLong(journal.getMostSignificantBits())
                .putLong(journal.getLeastSignificantBits())
                .putLong(firstSequence);
        return header.putInt(checksum(header));
    }

    private static Optional<RecordFormat> format(ByteBuffer bytes) {
        if (bytes.limit() < HEADER || bytes.getInt(HEADER - Integer.BYTES) != checksum(bytes)) {
            return Optional.empty();
        }
        return RecordFormat.of(bytes.getInt(0));
    }

    private static int checksum(ByteBuffer header) {
        var crc = new CRC32C();
        crc.update(header.slice(0, HEADER - Integer.BYTES));
        return (int) crc.getValue();
    }

    /**
     * What a recovered segment holds.
     *
     * @param lastSequence of the last click; one less than the first sequence if there is none
     * @param unread clicks that Kafka has not acknowledged, as far as is known
     * @param missing clicks whose records are damaged
     * @param steppedOver bytes between records that are none
     * @param cutOff bytes behind the last record
     */
    record Recovered(
            Segment segment,
            long firstSequence,
            long lastSequence,
            long unread,
            long missing,
            long steppedOver,
            long cutOff) {}
}
