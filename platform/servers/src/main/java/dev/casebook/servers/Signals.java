package dev.casebook.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Signals to processes, which Java itself sends only two of. */
public final class Signals {

    private Signals() {}

    /**
     * Returns when all of them were sent. Processes that have ended are left out.
     *
     * @param name {@code TERM}, {@code INT}, {@code KILL}, {@code STOP}, {@code CONT}
     */
    public static void send(String name, List<ProcessHandle> processes) {
        // The shell's own kill: a kill program is not everywhere.
        var command = new ArrayList<>(List.of("/bin/sh", "-c", "kill -" + name + " \"$@\" 2>/dev/null", "kill"));
        processes.stream().filter(ProcessHandle::isAlive).forEach(each -> command.add(Long.toString(each.pid())));
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A process and all its descendants, now. */
    public static List<ProcessHandle> tree(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants()).toList();
    }
}
