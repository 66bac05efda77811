package dev.casebook.servers;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A server as a child process: the same object may be started again after it was stopped, killed or crashed, on the same port and data.
 * Whoever starts it must stop it: it outlives a JVM that ends without doing so.
 */
public abstract class ServerProcess implements AutoCloseable {

    private final String name;
    private final ServerPlace place;
    private final Patience patience;
    private final ServerLog log;
    private volatile Consumer<ChildProcess> onStart = started -> {};
    private volatile ChildProcess child;
    private volatile Duration startTime = Duration.ZERO;

    /** @param name in messages */
    protected ServerProcess(String name, ServerPlace place, Patience patience) {
        this.name = name;
        this.place = place;
        this.patience = patience;
        this.log = new ServerLog(place.log());
    }

    /** Makes the data folder if needed, and says how to start on it. */
    protected abstract ProcessBuilder prepare() throws IOException;

    /** Whether it truly serves. @throws ServerException when it never will @throws Exception when it does not yet */
    protected abstract boolean answers() throws Exception;

    /** What to do each time that it answers for the first time. */
    protected void onReady() {}

    /** How to ask it to end in order: {@code TERM}, {@code INT}. */
    public String stopSignal() {
        return "TERM";
    }

    /** Whether this end of a start passes by itself. */
    protected boolean isPassing(String log) {
        return false;
    }

    /** Whether what it logged means that its data cannot be used. */
    protected boolean isDamage(String log) {
        return false;
    }

    /** What it listens on. */
    protected List<Integer> ports() {
        return List.of(place.port());
    }

    /**
     * Returns once the server answers. Does nothing when it runs already.
     *
     * @throws ServerException when the port is taken, the data is damaged, the disk is full, there is no binary for this machine, or it does not
     *     answer in time
     */
    public final synchronized void start() {
        if (isAlive()) {
            return;
        }
        var begin = System.nanoTime();
        try {
            new StartConditions(name, place, patience).check(ports());
            while (!attempt(begin)) {
                child.awaitExit(Patience.POLL);
            }
            onReady();
        } catch (IOException e) {
            throw new ServerException("%s cannot start: %s".formatted(name, e.getMessage()), e);
        } catch (RuntimeException e) {
            kill();
            throw e;
        }
        startTime = Duration.ofNanos(System.nanoTime() - begin);
    }

    private boolean attempt(long begin) throws IOException {
        var command = prepare();
        log.mark();
        child = ChildProcess.start(command, place.log());
        onStart.accept(child);
        String lastAnswer = "it never answered";
        while (!child.awaitExit(Patience.POLL)) {
            try {
                if (answers()) {
                    return true;
                }
            } catch (ServerException never) {
                throw never;
            } catch (Exception notYet) {
                lastAnswer = String.valueOf(notYet.getMessage());
            }
            if (isOverdue(begin)) {
                kill();
                throw new ServerException("%s was not ready within %d s: %s; its log ends with: %s"
                        .formatted(name, patience.start().toSeconds(), lastAnswer, log.tail()));
            }
        }
        if (!isPassing(log.tail()) || isOverdue(begin)) {
            throw failure(log.tail());
        }
        return false;
    }

    private boolean isOverdue(long begin) {
        return System.nanoTime() - begin > patience.start().toNanos();
    }

    private ServerException failure(String log) {
        if (log.contains("No space left on device")) {
            return new ServerException("%s cannot start: the disk that holds %s is full".formatted(name, place.data()));
        }
        if (isDamage(log)) {
            return new ServerException("%s cannot start: its data in %s is damaged (start with --fresh to drop it): %s"
                    .formatted(name, place.data(), log));
        }
        return new ServerException("%s ended while starting; its log ends with: %s".formatted(name, log));
    }

    /** Calls the listener with each process from now on, as soon as there is one and before it answers. */
    public final void onStart(Consumer<ChildProcess> listener) {
        onStart = listener;
    }

    /** Asks it to end in order, and kills it when it takes longer than its patience. Does nothing when it does not run. */
    public final synchronized void stop() {
        if (child != null) {
            child.stop(stopSignal(), patience.stop());
        }
    }

    /** SIGKILL to the whole process tree, as a crash would end it, also while it starts or stops. */
    public final void kill() {
        var running = child;
        if (running != null) {
            running.kill();
        }
    }

    /** SIGSTOP to the whole process tree: connections stay open and nothing answers. */
    public final synchronized void pause() {
        running().pause();
    }

    /** SIGCONT to the whole process tree. */
    public final synchronized void resume() {
        running().resume();
    }

    /** Stops and starts it on the same port and data. */
    public final synchronized void restart() {
        stop();
        start();
    }

    @Override
    public final void close() {
        stop();
    }

    public final boolean isAlive() {
        return child != null && child.isAlive();
    }

    /** @throws ServerException when it was never started */
    public final long pid() {
        return running().pid();
    }

    /** The process of the last start. @throws ServerException when it was never started */
    public final ChildProcess running() {
        if (child == null) {
            throw new ServerException(name + " was not started");
        }
        return child;
    }

    /** Present once the process of the last start has ended. */
    public final CompletableFuture<Integer> onExit() {
        return running().onExit();
    }

    /** How long the last start took until it answered. */
    public final Duration startTime() {
        return startTime;
    }

    public final String name() {
        return name;
    }

    public final ServerPlace place() {
        return place;
    }
}
