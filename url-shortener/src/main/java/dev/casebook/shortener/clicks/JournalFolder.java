package dev.casebook.shortener.clicks;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The folder of a journal, held by one process at a time. */
final class JournalFolder implements Closeable {

    private static final String SUFFIX = ".clicks";

    private final Path path;
    private final FileChannel lock;

    private JournalFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** @throws JournalInUseException if another process, or another journal of this one, holds the folder */
    static JournalFolder hold(Path path) throws IOException {
        Files.createDirectories(path);
        var lock = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() != null) {
                return new JournalFolder(path, lock);
            }
        } catch (OverlappingFileLockException held) {
            lock.close();
            throw new JournalInUseException(path, held);
        }
        lock.close();
        throw new JournalInUseException(path, null);
    }

    StateFile state() throws IOException {
        return new StateFile(path.resolve("state"));
    }

    /** The segments' files, oldest first. */
    List<Path> segments() throws IOException {
        try (var files = Files.list(path)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    /** @param number from 1, growing with each segment, never used twice */
    Path segment(long number) {
        return path.resolve("%019d%s".formatted(number, SUFFIX));
    }

    static long numberOf(Path segment) {
        var name = segment.getFileName().toString();
        return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    }

    /** Takes a file that is no segment out of the journal's way, for a person to look at. */
    static Path setAside(Path segment) throws IOException {
        return Files.move(segment, segment.resolveSibling(segment.getFileName() + ".damaged"));
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
