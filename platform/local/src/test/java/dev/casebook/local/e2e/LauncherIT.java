package dev.casebook.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The launcher itself ends, in each way. */
class LauncherIT {

    @Test
    void downLeavesNoProcess() throws IOException, InterruptedException {
        try (var casebook = RunningCasebook.up("url-shortener")) {
            var processes = casebook.processes();
            assertThat(processes).hasSizeGreaterThan(4);

            assertThat(casebook.down()).isZero();

            // First: it is a child of this JVM, which sees it until it has taken note of its end.
            assertThat(casebook.launcher().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(processes).noneMatch(ProcessHandle::isAlive);
        }
    }

    @Test
    void askedToEndTheLauncherLeavesNoProcess() throws IOException, InterruptedException {
        try (var casebook = RunningCasebook.up("url-shortener")) {
            var processes = casebook.processes();

            // Not INT: who runs tests in the background has it ignored, and so have the processes that the tests start.
            casebook.signal("TERM", "launcher");

            assertThat(casebook.launcher().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(casebook.launcher().exitValue()).isZero();
            assertThat(processes).noneMatch(ProcessHandle::isAlive);
        }
    }

    @Test
    void theNextUpClearsAwayWhatAKilledLauncherLeft() throws IOException {
        try (var killed = RunningCasebook.up("url-shortener")) {
            var orphans = killed.processes().stream()
                    .filter(process -> process.pid() != killed.launcher().pid())
                    .toList();
            killed.launcher().destroyForcibly();
            await("the launcher has gone").atMost(Duration.ofSeconds(60)).until(() -> !killed.launcher()
                    .isAlive());
            assertThat(orphans).allMatch(ProcessHandle::isAlive);

            try (var next = RunningCasebook.up("url-shortener")) {
                await("the orphans have gone").atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(orphans)
                        .noneMatch(ProcessHandle::isAlive));
                assertThat(next.isHealthy()).isTrue();
            }
        }
    }
}
