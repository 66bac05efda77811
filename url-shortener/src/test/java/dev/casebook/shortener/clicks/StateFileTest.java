package dev.casebook.shortener.clicks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;

class StateFileTest {

    @Property(tries = 500)
    void stateCutShortInAnyWriteIsTheStateBefore(
            @ForAll @IntRange(min = 1, max = 5) int writes,
            @ForAll @IntRange(min = 0, max = 67) int damagedByte,
            @ForAll @ByteRange(min = 1) byte damage)
            throws IOException {
        var path = Files.createTempFile("state", "");
        try {
            var state = JournalState.fresh(Journals.BOOT);
            try (var file = new StateFile(path)) {
                file.read();
                for (int i = 0; i < writes; i++) {
                    state = state.withLoss();
                    file.write(state);
                }
            }
            var bytes = Files.readAllBytes(path);
            int slot = bytes.length / 2;
            bytes[writes % 2 * slot + damagedByte] ^= damage;
            Files.write(path, bytes);

            try (var file = new StateFile(path)) {
                var read = file.read().map(JournalState::lost).orElse(0L);
                assertThat(read).isEqualTo(writes - 1);
            }
        } finally {
            Files.delete(path);
        }
    }
}
