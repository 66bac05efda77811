package dev.casebook.local;

import dev.casebook.servers.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process and its descendants hold.
 *
 * @param kib KiB
 * @param proportional whether pages that are shared count in part (PSS), as only Linux tells; otherwise they count in each process (RSS)
 */
record Memory(long kib, boolean proportional) {

    static final Memory NONE = new Memory(0, true);

    static Memory of(ProcessHandle process) {
        return Signals.tree(process).stream().map(Memory::alone).reduce(NONE, Memory::plus);
    }

    Memory plus(Memory other) {
        return new Memory(kib + other.kib, proportional && other.proportional);
    }

    long mib() {
        return (kib + 1023) / 1024;
    }

    /** Without its descendants. */
    static Memory alone(ProcessHandle process) {
        var file = Path.of("/proc", Long.toString(process.pid()), "smaps_rollup");
        try {
            if (Files.isReadable(file)) {
                return new Memory(field(Files.readString(file), "Pss:"), true);
            }
            return new Memory(residentSet(process), false);
        } catch (IOException endedMeanwhile) {
            return NONE;
        }
    }

    static long field(String rollup, String name) {
        return rollup.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }

    private static long residentSet(ProcessHandle process) throws IOException {
        var ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(process.pid())).start();
        var text = new String(ps.getInputStream().readAllBytes()).strip();
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }
}
