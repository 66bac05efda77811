package dev.casebook.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log, and then whatever is added to it. */
final class LogTail {

    private static final int MAX_BYTES = 1 << 20;

    private final Path file;
    private final int lines;
    private long position = -1;

    /** @param lines how many of those that are there already */
    LogTail(Path file, int lines) {
        this.file = file;
        this.lines = lines;
    }

    String name() {
        return name(file);
    }

    static String name(Path file) {
        return file.getFileName().toString().replaceAll("\\.log$", "");
    }

    /** The whole lines since the last call. */
    List<String> next() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        var first = position < 0;
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            if (log.length() < position) {
                // It was replaced by a new one.
                position = 0;
            }
            log.seek(first ? Math.max(0, log.length() - MAX_BYTES) : position);
            var bytes = new byte[(int) Math.min(MAX_BYTES, log.length() - log.getFilePointer())];
            position = log.getFilePointer();
            log.readFully(bytes);
            int whole = lastLineEnd(bytes);
            position += whole;
            var all =
                    new String(bytes, 0, whole, StandardCharsets.UTF_8).lines().toList();
            return first ? all.subList(Math.max(0, all.size() - lines), all.size()) : all;
        }
    }

    /** A line longer than what is read at once counts as whole, or it would never be shown. */
    private static int lastLineEnd(byte[] bytes) {
        for (int i = bytes.length; i > 0; i--) {
            if (bytes[i - 1] == '\n') {
                return i;
            }
        }
        return bytes.length == MAX_BYTES ? bytes.length : 0;
    }
}
