package dev.casebook.local;

import dev.casebook.servers.ChildProcess;
import dev.casebook.servers.ServerException;
import dev.casebook.servers.ServerProcess;
import java.time.Duration;

/** Keeps one process running: after a crash it is started again, after a pause that grows while crashes go on. */
final class Supervisor {

    private final ServerProcess process;
    private final RunRecord.Kind kind;
    private final RunFolder run;
    private final Progress progress;
    private final BackOff backOff = new BackOff();
    private volatile RunRecord record;
    private volatile boolean stopping;
    private volatile Thread thread;

    Supervisor(ServerProcess process, RunRecord.Kind kind, RunFolder run, Progress progress) {
        this.process = process;
        this.kind = kind;
        this.run = run;
        this.progress = progress;
        process.onStart(this::record);
    }

    RunRecord.Kind kind() {
        return kind;
    }

    ServerProcess process() {
        return process;
    }

    /** Returns once it is ready. @throws ServerException when it does not become so */
    void start() {
        thread = Thread.currentThread();
        progress.state(process.name(), "starting…");
        try {
            process.start();
        } catch (ServerException e) {
            progress.state(process.name(), "failed");
            throw e;
        }
        ready();
    }

    /** From now on, starts it again whenever it ends by itself. */
    void watch() {
        thread = Thread.ofPlatform().daemon().name("watch-" + process.name()).start(this::keepRunning);
    }

    private void keepRunning() {
        var since = System.nanoTime();
        while (!stopping) {
            int code = process.onExit().join();
            if (stopping) {
                return;
            }
            var wait = backOff.afterRunning(Duration.ofNanos(System.nanoTime() - since));
            progress.state(
                    process.name(),
                    "ended with code %d, starting it again in %.1f s".formatted(code, wait.toMillis() / 1e3));
            since = System.nanoTime();
            startAgain(wait);
        }
    }

    private void startAgain(Duration wait) {
        try {
            Thread.sleep(wait);
            process.start();
            ready();
        } catch (ServerException e) {
            if (!stopping) {
                progress.say(e.getMessage());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void record(ChildProcess child) {
        record = RunRecord.of(process, child, kind);
        run.write(record);
    }

    private void ready() {
        run.write(record.ready(process.startTime()));
        progress.state(
                process.name(),
                "ready after %.1f s".formatted(process.startTime().toMillis() / 1e3));
    }

    /** Ends it in order, also while it starts. It is not started again. */
    void stop() {
        stopping = true;
        var working = thread;
        if (working != null && working != Thread.currentThread()) {
            working.interrupt();
        }
        if (process.isAlive()) {
            progress.state(process.name(), "stopping…");
        }
        process.stop();
        if (record != null) {
            run.remove(record.name());
            progress.state(process.name(), "stopped");
        }
    }
}
