package dev.casebook.local;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What a launcher that was killed left running. */
final class Leftovers {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final RunFolder run;

    Leftovers(RunFolder run) {
        this.run = run;
    }

    /**
     * Stops them in order: the gateway, the services, the servers. To be called by the holder of the lock, or when nobody holds it.
     *
     * @param say gets a line for each that still ran
     */
    void stop(Consumer<String> say) throws IOException {
        var records = run.records();
        for (var kind : List.of(RunRecord.Kind.GATEWAY, RunRecord.Kind.SERVICE, RunRecord.Kind.SERVER)) {
            var running = records.stream()
                    .filter(record -> record.kind() == kind && record.isRunning())
                    .toList();
            var threads = running.stream()
                    .map(record ->
                            Thread.ofPlatform().name("stop-" + record.name()).start(() -> record.stop(LIMIT)))
                    .toList();
            for (var thread : threads) {
                join(thread);
            }
            running.forEach(record ->
                    say.accept("%s (process %d) was still running: stopped".formatted(record.name(), record.pid())));
        }
        records.forEach(record -> run.remove(record.name()));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CasebookException("interrupted while stopping", e);
        }
    }
}
