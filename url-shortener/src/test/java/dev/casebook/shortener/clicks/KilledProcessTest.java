package dev.casebook.shortener.clicks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.shortener.visitors.Traits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessTest {

    private static final int APPENDED_BEFORE_THE_KILL = 20_000;

    @TempDir
    Path folder;

    @RepeatedTest(3)
    void everyClickKeptBeforeTheKillIsThereAfterIt() throws Exception {
        var process = appending();
        List<String> kept = new ArrayList<>();
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                kept.add(line);
                if (kept.size() == APPENDED_BEFORE_THE_KILL) {
                    process.toHandle().destroyForcibly(); // which, unlike the process's own, leaves its output open
                }
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 9);
        assertThat(kept).hasSizeGreaterThanOrEqualTo(APPENDED_BEFORE_THE_KILL);
        // A kill may cut the last line short in the pipe.
        kept.removeLast();

        try (var journal = Journals.open(folder)) {
            var clicks = Journals.drain(journal);

            assertThat(Journals.codes(clicks)).startsWith(kept.toArray(String[]::new));
            assertThat(clicks.getLast().sequence()).isEqualTo(clicks.size());
            assertThat(journal.level().lost()).isZero();
        }
    }

    private Process appending() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(
                        java.toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Appending.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Appends until it is killed, and tells each click that was kept. */
    static final class Appending {

        private Appending() {}

        public static void main(String[] args) throws IOException {
            var limits = new JournalLimits(1 << 16, 1 << 26, Duration.ofSeconds(1));
            try (var journal = ClickJournal.open(Path.of(args[0]), limits, Journals.BOOT)) {
                for (int i = 1; journal.append("code" + i, Journals.NOON, 0, Traits.NONE); i++) {
                    System.out.println("code" + i);
                }
            }
        }
    }
}
