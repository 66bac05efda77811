package dev.casebook.local;

import dev.casebook.servers.ServerException;
import dev.casebook.servers.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * JDK 25 AOT caches (JEP 514, 515): what a training run loaded, linked and profiled. A cache fits one JDK, one set of options and the very jars that it was
 * made with; any other is not used.
 */
final class AotCaches {

    private final Path folder;
    private final RunFolder run;
    private final Progress progress;
    /** What is being trained, and by which thread. */
    private final Map<ServerProcess, Thread> training = new HashMap<>();

    private boolean aborted;

    AotCaches(Path folder, RunFolder run, Progress progress) {
        this.folder = folder;
        this.run = run;
        this.progress = progress;
    }

    /** What a JVM is to be told: nothing when there is no cache that fits. */
    List<String> options(Trainee trainee) throws IOException {
        return fits(trainee) ? List.of("-XX:AOTCache=" + cache(trainee)) : List.of();
    }

    boolean fits(Trainee trainee) throws IOException {
        return Files.exists(cache(trainee))
                && Files.exists(mark(trainee))
                && Files.readString(mark(trainee)).equals(fingerprint(trainee));
    }

    /**
     * Runs it once for its cache, unless there is one that fits. When that fails it costs only speed, and is said. Several threads may train, each
     * another.
     */
    void train(Trainee trainee) throws IOException {
        if (fits(trainee)) {
            return;
        }
        var unfinished = folder.resolve(trainee.name() + ".aot.new");
        Files.createDirectories(folder);
        Files.deleteIfExists(mark(trainee));
        Files.deleteIfExists(unfinished);
        progress.state(trainee.component(), "training run for fast starts, once per build…");
        var process = trainee.process().apply(List.of("-XX:AOTCacheOutput=" + unfinished));
        begin(process);
        try (process) {
            process.start();
            trainee.exercise().of(process);
            progress.state(trainee.component(), "writing its AOT cache…");
            process.stop();
            if (!Files.exists(unfinished)) {
                throw new IOException("the training run left none, as it does when the disk is full");
            }
            Files.move(unfinished, cache(trainee), StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(mark(trainee), fingerprint(trainee));
            progress.state(trainee.component(), "has its AOT cache");
        } catch (IOException | ServerException e) {
            progress.state(trainee.component(), "no AOT cache, it starts slower: " + e.getMessage());
        } finally {
            ended(process);
            run.remove(process.name());
            Files.deleteIfExists(unfinished);
            // What the JVM makes the cache from: it stays when the JVM cannot finish.
            Files.deleteIfExists(Path.of(unfinished + ".config"));
        }
    }

    private synchronized void begin(ServerProcess process) {
        if (aborted) {
            throw new CasebookException("stopped while starting");
        }
        process.onStart(child -> run.write(RunRecord.of(process, child, RunRecord.Kind.SERVICE)));
        training.put(process, Thread.currentThread());
    }

    private synchronized void ended(ServerProcess process) {
        training.remove(process);
    }

    /** Ends the training runs that there are, and lets none begin. */
    void abort() {
        Map<ServerProcess, Thread> running;
        synchronized (this) {
            aborted = true;
            running = Map.copyOf(training);
        }
        running.forEach((process, trainer) -> {
            if (process.isAlive()) {
                trainer.interrupt();
                process.kill();
            }
        });
    }

    private static String fingerprint(Trainee trainee) {
        return new Fingerprint()
                .with(System.getProperty("java.vm.version"), System.getProperty("java.home"), trainee.fingerprint())
                .text();
    }

    private Path cache(Trainee trainee) {
        return folder.resolve(trainee.name() + ".aot");
    }

    private Path mark(Trainee trainee) {
        return folder.resolve(trainee.name() + ".fingerprint");
    }
}
