package dev.casebook.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Signals to processes, which Java itself sends only two of. */
public final class Signals {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration STOP_POLL = Duration.ofMillis(1);

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

    /**
     * Returns once no thread of a process that was sent {@code STOP} runs any more, or the process has ended. Does nothing where the system does
     * not tell it (only Linux does, in {@code /proc}).
     *
     * @throws ServerException when it runs on
     */
    static void awaitStopped(ProcessHandle process) {
        var tasks = Path.of("/proc", Long.toString(process.pid()), "task");
        long begin = System.nanoTime();
        while (process.isAlive() && isRunning(tasks)) {
            if (System.nanoTime() - begin > STOP_LIMIT.toNanos()) {
                throw new ServerException("process %d still runs after SIGSTOP".formatted(process.pid()));
            }
            LockSupport.parkNanos(STOP_POLL.toNanos());
        }
    }

    private static boolean isRunning(Path tasks) {
        try (var each = Files.list(tasks)) {
            return each.anyMatch(Signals::isThreadRunning);
        } catch (IOException | UncheckedIOException ended) {
            return false;
        }
    }

    /** proc_pid_stat(5): {@code pid (name) state …}, where the name may hold anything. */
    private static boolean isThreadRunning(Path task) {
        try {
            var stat = Files.readString(task.resolve("stat"), StandardCharsets.ISO_8859_1);
            return "TtZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0;
        } catch (IOException ended) {
            return false;
        }
    }

    /** A process and all its descendants, now. */
    public static List<ProcessHandle> tree(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants()).toList();
    }
}
