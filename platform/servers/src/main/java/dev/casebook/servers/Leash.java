package dev.casebook.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Kills the processes that this JVM holds as soon as this JVM is gone, even by {@code kill -9}: a small shell of its own session reads their pids
 * from a pipe, and when the pipe ends because nobody holds its other end any more, it kills those that have not ended.
 */
final class Leash {

    /** A PostgreSQL backend leads a group of its own; it ends by itself when it finds its parent gone. */
    private static final String SHELL = """
            trap '' INT TERM HUP
            held=' '
            while read -r what pid; do
                case $what in
                    hold) held="$held$pid " ;;
                    drop) held="${held%% $pid *} ${held#* $pid }" ;;
                esac
            done
            for pid in $held; do kill -s KILL -- "-$pid" "$pid" 2>/dev/null; done
            """;

    private static final Leash OURS = new Leash();

    private final OutputStream pipe;

    private Leash() {
        try {
            pipe = new ProcessBuilder(ChildProcess.inOwnSession("/bin/sh", "-c", SHELL))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void hold(ChildProcess child) {
        OURS.tell("hold", child.pid());
        child.onExit().thenRun(() -> OURS.tell("drop", child.pid()));
    }

    private synchronized void tell(String what, long pid) {
        try {
            pipe.write("%s %d\n".formatted(what, pid).getBytes(StandardCharsets.US_ASCII));
            pipe.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the shell that watches over this JVM is gone", e);
        }
    }
}
