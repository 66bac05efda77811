package dev.casebook.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process of ours, with its output in a file. It leads a session of its own, so that Ctrl-C in a terminal reaches only who started it, and
 * whoever did that decides in which order things end.
 */
public final class ChildProcess {

    private static final long MAX_LOG_BYTES = 10L << 20;
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

    private final Process process;
    private final Instant startedAt;

    private ChildProcess(Process process) {
        this.process = process;
        this.startedAt = process.info().startInstant().orElseGet(Instant::now);
    }

    /**
     * Starts what the builder says, with the log for its output.
     *
     * @throws IOException when there is no such program, or it is not for this machine
     */
    public static ChildProcess start(ProcessBuilder builder, Path log) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        if (Files.exists(log) && Files.size(log) > MAX_LOG_BYTES) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        builder.command(inOwnSession(builder.command().toArray(String[]::new)));
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new ChildProcess(builder.start());
    }

    static List<String> inOwnSession(String... command) {
        // Both replace themselves with the command, so that the pid is the command's.
        var prefix = Files.isExecutable(Path.of("/usr/bin/setsid")) || Files.isExecutable(Path.of("/bin/setsid"))
                ? List.of("setsid")
                : List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV or die $!");
        return Stream.concat(prefix.stream(), Stream.of(command)).toList();
    }

    public long pid() {
        return process.pid();
    }

    /** With the pid, this names the process for ever: a pid alone may be given to another process later. */
    public Instant startedAt() {
        return startedAt;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Present once it has ended. 128 + n when signal n ended it. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    Process process() {
        return process;
    }

    /**
     * @return whether it ended within the time
     * @throws ServerException when interrupted
     */
    public boolean awaitExit(Duration limit) {
        try {
            return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while waiting for process %d".formatted(pid()), e);
        }
    }

    /** Also in an interrupted thread, because what has to end has to end. */
    private boolean endsWithin(Duration limit) {
        return onExit().thenApply(code -> true)
                .completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /**
     * Asks it to end, and kills it with all its descendants when it has not within the limit.
     *
     * @param signal how to ask: {@code TERM}, {@code INT}
     * @return whether it ended by itself
     */
    public boolean stop(String signal, Duration limit) {
        if (!process.isAlive()) {
            return true;
        }
        resume();
        Signals.send(signal, List.of(process.toHandle()));
        if (endsWithin(limit)) {
            return true;
        }
        kill();
        return false;
    }

    /** SIGKILL to the whole tree, and waits until the process has gone. */
    public void kill() {
        Signals.send("KILL", tree());
        endsWithin(KILL_LIMIT);
    }

    /**
     * SIGSTOP to the whole tree: it holds its ports and connections and answers nothing. Returns once every thread stands still: the signal is
     * only queued by whoever sends it, and a busy machine lets threads run on for a while.
     */
    public void pause() {
        var paused = new HashSet<ProcessHandle>();
        // Once more for the children that were forked meanwhile: what stands still has no further ones.
        for (var running = tree(); !running.isEmpty(); running = without(paused)) {
            Signals.send("STOP", running);
            running.forEach(Signals::awaitStopped);
            paused.addAll(running);
        }
    }

    private List<ProcessHandle> without(Set<ProcessHandle> paused) {
        return tree().stream().filter(each -> !paused.contains(each)).toList();
    }

    /** SIGCONT to the whole tree. */
    public void resume() {
        Signals.send("CONT", tree());
    }

    /** Itself and all its descendants, now. */
    public List<ProcessHandle> tree() {
        return Signals.tree(process.toHandle());
    }
}
