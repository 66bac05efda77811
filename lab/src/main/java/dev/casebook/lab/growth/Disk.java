package dev.casebook.lab.growth;

import dev.casebook.lab.CannotRunException;
import java.io.IOException;
import java.nio.file.FileStore;

/** Whether what is to be grown has room. */
record Disk(long total, long free) {

    /** The part of the disk that stays free. */
    private static final double KEPT = 0.2;

    private static final double GIGA = 1e9;

    static Disk of(FileStore store) throws IOException {
        return new Disk(store.getTotalSpace(), store.getUsableSpace());
    }

    /** @throws CannotRunException when too little would be left */
    void check(long bytes) {
        if (free - bytes < KEPT * total) {
            throw new CannotRunException(
                    "this may take %.1f GB; the disk has %.1f of %.1f GB free, and %.0f %% of it are to stay free"
                            .formatted(bytes / GIGA, free / GIGA, total / GIGA, 100 * KEPT));
        }
    }
}
