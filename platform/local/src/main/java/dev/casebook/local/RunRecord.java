package dev.casebook.local;

import dev.casebook.servers.ChildProcess;
import dev.casebook.servers.ServerProcess;
import dev.casebook.servers.Signals;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * One process of a run, as a file says it. The pid alone names nobody: after a crash another process may have it. With the start time it does.
 *
 * @param kind decides when it is stopped
 * @param stopSignal how it is asked to end in order
 * @param port 0 for the launcher
 * @param managementPort 0 for all but services
 * @param readyAfter how long the start took; empty while it starts
 */
record RunRecord(
        String name,
        Kind kind,
        long pid,
        Instant startedAt,
        String stopSignal,
        int port,
        int managementPort,
        Optional<Duration> readyAfter) {

    /** In the order in which they are stopped. */
    enum Kind {
        LAUNCHER,
        GATEWAY,
        SERVICE,
        SERVER
    }

    static final String LAUNCHER_NAME = "launcher";

    /** The clock's correction may move what the system says of a start by as much. */
    private static final Duration CLOCK_STEP = Duration.ofSeconds(2);

    static RunRecord launcher() {
        var self = ProcessHandle.current();
        var startedAt = self.info().startInstant().orElseGet(Instant::now);
        return new RunRecord(LAUNCHER_NAME, Kind.LAUNCHER, self.pid(), startedAt, "TERM", 0, 0, Optional.empty());
    }

    static RunRecord of(ServerProcess process, ChildProcess child, Kind kind) {
        return new RunRecord(
                process.name(),
                kind,
                child.pid(),
                child.startedAt(),
                process.stopSignal(),
                process.place().port(),
                process instanceof ServiceProcess service ? service.instance().managementPort() : 0,
                Optional.empty());
    }

    RunRecord ready(Duration after) {
        return new RunRecord(name, kind, pid, startedAt, stopSignal, port, managementPort, Optional.of(after));
    }

    /** The process, when it is still this very one. */
    Optional<ProcessHandle> process() {
        // A process that has ended but whom nobody has reaped has no command any more.
        return ProcessHandle.of(pid)
                .filter(process -> process.info().command().isPresent())
                .filter(process -> process.info()
                        .startInstant()
                        .map(actual -> Duration.between(actual, startedAt).abs().compareTo(CLOCK_STEP) <= 0)
                        .orElse(false));
    }

    boolean isRunning() {
        return process().isPresent();
    }

    /** Asks the process to end, kills it and its descendants after the limit, and returns when it is gone. Touches no other process. */
    void stop(Duration limit) {
        var tree = process().map(Signals::tree).orElse(List.of());
        if (tree.isEmpty()) {
            return;
        }
        Signals.send("CONT", tree);
        Signals.send(stopSignal, tree.subList(0, 1));
        if (!endsWithin(limit)) {
            Signals.send("KILL", process().map(Signals::tree).orElse(List.of()));
            endsWithin(limit);
        }
    }

    private boolean endsWithin(Duration limit) {
        var begin = System.nanoTime();
        while (isRunning()) {
            if (System.nanoTime() - begin > limit.toNanos()) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    String toText() {
        return """
                name=%s
                kind=%s
                pid=%d
                startedAt=%s
                stopSignal=%s
                port=%d
                managementPort=%d
                readyAfter=%s
                """.formatted(
                        name,
                        kind,
                        pid,
                        startedAt,
                        stopSignal,
                        port,
                        managementPort,
                        readyAfter.map(Duration::toString).orElse(""));
    }

    static RunRecord of(String text) {
        var values = new Properties();
        try {
            values.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RunRecord(
                values.getProperty("name"),
                Kind.valueOf(values.getProperty("kind")),
                Long.parseLong(values.getProperty("pid")),
                Instant.parse(values.getProperty("startedAt")),
                values.getProperty("stopSignal"),
                Integer.parseInt(values.getProperty("port")),
                Integer.parseInt(values.getProperty("managementPort")),
                Optional.of(values.getProperty("readyAfter"))
                        .filter(duration -> !duration.isEmpty())
                        .map(Duration::parse));
    }
}
