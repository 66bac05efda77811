package dev.casebook.servers;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a server wrote since its last start. */
final class ServerLog {

    private static final int MAX_TAIL_BYTES = 8 << 10;

    private final Path file;
    private long begin;

    ServerLog(Path file) {
        this.file = file;
    }

    /** The server starts now. */
    void mark() throws IOException {
        begin = Files.exists(file) ? Files.size(file) : 0;
    }

    /** The end of it, in one line. */
    String tail() throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            log.seek(Math.max(Math.min(begin, log.length()), log.length() - MAX_TAIL_BYTES));
            var bytes = new byte[(int) (log.length() - log.getFilePointer())];
            log.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).strip().replaceAll("\\s*\\R\\s*", " | ");
        }
    }
}
