package dev.casebook.lab.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.lab.machine.Component.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningStackTest {

    private static final ProcessHandle SELF = ProcessHandle.current();
    private static final Instant STARTED = SELF.info().startInstant().orElseThrow();

    @TempDir
    private Path folder;

    private void record(String name, String kind, Instant startedAt) throws IOException {
        Files.writeString(folder.resolve(name + ".run"), """
                name=%s
                kind=%s
                pid=%d
                startedAt=%s
                """.formatted(name, kind, SELF.pid(), startedAt));
    }

    @Test
    void everyRecordedProcessThatRunsIsAComponent() throws IOException {
        record("kafka", "SERVER", STARTED);
        record("api-gateway-0", "GATEWAY", STARTED);
        record("launcher", "LAUNCHER", STARTED);
        record("url-shortener-0", "SERVICE", STARTED);
        Files.createFile(folder.resolve("lock"));

        assertThat(RunningStack.components(folder))
                .containsExactly(
                        new Component("launcher", Kind.LAUNCHER, SELF.pid()),
                        new Component("kafka", Kind.SERVER, SELF.pid()),
                        new Component("api-gateway-0", Kind.SERVICE, SELF.pid()),
                        new Component("url-shortener-0", Kind.SERVICE, SELF.pid()));
    }

    @Test
    void pidThatAnotherProcessHasSinceIsNoComponent() throws IOException {
        record("kafka", "SERVER", STARTED.minus(Duration.ofMinutes(1)));

        assertThat(RunningStack.components(folder)).isEmpty();
    }

    @Test
    void withoutTheFolderNothingRuns() throws IOException {
        assertThat(RunningStack.components(folder.resolve("none"))).isEmpty();
    }

    @Test
    void cpuTimeOfAProcessGrows() {
        var tree = new ProcessTree(new Component("self", Kind.GENERATOR, SELF.pid()));
        var enough = tree.cpu().plusMillis(50);

        // Reading the time is itself work, so this ends.
        var now = tree.cpu();
        while (now.compareTo(enough) < 0) {
            now = tree.cpu();
        }

        assertThat(now).isGreaterThanOrEqualTo(enough);
    }
}
