package dev.casebook.lab.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoreTimeTest {

    @TempDir
    Path folder;

    private CoreTime read(String text) throws IOException {
        return CoreTime.read(Files.writeString(folder.resolve("stat"), text)).orElseThrow();
    }

    @Test
    void shareThatTheHostTookIsOfAllTimeButGuestsCountOnce() throws IOException {
        var before = read("cpu  100 0 50 800 10 0 20 20 0 0\ncpu0 50 0 25 400 5 0 10 10 0 0\n");
        var after = read("cpu  150 0 70 900 10 0 30 40 30 0\ncpu0 75 0 35 450 5 0 15 20 15 0\n");

        assertThat(after.stolenSince(before)).isCloseTo(0.1, within(1e-9));
        assertThat(after.stolenSince(after)).isZero();
    }

    @Test
    void systemThatDoesNotTellItIsNoMistake() throws IOException {
        assertThat(CoreTime.read(folder.resolve("none"))).isEmpty();
        assertThat(CoreTime.read(Files.writeString(folder.resolve("old"), "cpu  1 2 3 4\n")))
                .isEmpty();
        assertThat(CoreTime.read(Files.writeString(folder.resolve("other"), "intr 5\n")))
                .isEmpty();
    }
}
