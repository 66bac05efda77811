package dev.casebook.local;

import dev.casebook.servers.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What runs, for other commands and for whoever comes after a launcher that was killed. */
final class RunFolder {

    private final Path folder;

    RunFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * The system lets go of the lock when the holder ends, in whatever way.
     *
     * @return empty when another process has it
     */
    Optional<FileLock> lock() throws IOException {
        Files.createDirectories(folder);
        var channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.tryLock();
        if (lock == null) {
            channel.close();
        }
        return Optional.ofNullable(lock);
    }

    void write(RunRecord record) {
        try {
            Files.createDirectories(folder);
            PrivateFile.write(file(record.name()), record.toText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing happens when there is none of that name. */
    void remove(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the order in which they are to be stopped. */
    List<RunRecord> records() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".run"))
                    .flatMap(file -> read(file).stream())
                    .map(RunRecord::of)
                    .sorted(Comparator.comparing(RunRecord::kind).thenComparing(RunRecord::name))
                    .toList();
        }
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException endedMeanwhile) {
            return Optional.empty();
        }
    }

    Optional<RunRecord> launcher() throws IOException {
        return records().stream()
                .filter(record -> record.kind() == RunRecord.Kind.LAUNCHER)
                .findFirst();
    }

    private Path file(String name) {
        return folder.resolve(name + ".run");
    }
}
