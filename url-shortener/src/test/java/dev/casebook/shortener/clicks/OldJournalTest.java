package dev.casebook.shortener.clicks;

import static dev.casebook.shortener.clicks.Journals.BOOT;
import static dev.casebook.shortener.clicks.Journals.NOON;
import static dev.casebook.shortener.clicks.Journals.append;
import static dev.casebook.shortener.clicks.Journals.codes;
import static dev.casebook.shortener.clicks.Journals.drain;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the first version of this program wrote, which knew only code and time. Its bytes are made here and not by the code under test. */
class OldJournalTest {

    private static final UUID JOURNAL = UUID.fromString("00000000-0000-4000-8000-000000000002");

    @TempDir
    Path folder;

    @Test
    void journalOfTheFirstVersionIsShippedAndGoesOn() throws IOException {
        Files.write(folder.resolve("%019d.clicks".formatted(1)), segment("code1", "code2"));
        try (var state = new StateFile(folder.resolve("state"))) {
            state.read();
            state.write(new JournalState(JOURNAL, BOOT, 0, 0, 0));
        }

        try (var journal = Journals.open(folder)) {
            append(journal, 3, 4);

            var clicks = drain(journal);
            assertThat(codes(clicks)).containsExactly("code1", "code2", "code3", "code4");
            assertThat(clicks).extracting(JournalledClick::sequence).containsExactly(1L, 2L, 3L, 4L);
            assertThat(clicks.getFirst().at()).isEqualTo(NOON);
            assertThat(journal.level().journal()).isEqualTo(JOURNAL);
        }
    }

    private static byte[] segment(String... codes) {
        var bytes = ByteBuffer.allocate(1024);
        bytes.putInt(0x434C_4B31)
                .putLong(JOURNAL.getMostSignificantBits())
                .putLong(JOURNAL.getLeastSignificantBits())
                .putLong(1);
        bytes.putInt(checksum(bytes.slice(0, bytes.position())));
        for (int i = 0; i < codes.length; i++) {
            var code = codes[i].getBytes(StandardCharsets.UTF_8);
            int start = bytes.position();
            bytes.putInt(16 + code.length)
                    .putInt(0)
                    .putLong(i + 1)
                    .putLong(NOON.toEpochMilli())
                    .put(code);
            bytes.putInt(start + 4, checksum(bytes.slice(start, 4), bytes.slice(start + 8, 16 + code.length)));
        }
        var written = new byte[bytes.position()];
        bytes.get(0, written);
        return written;
    }

    private static int checksum(ByteBuffer... parts) {
        var crc = new CRC32C();
        for (var part : parts) {
            crc.update(part);
        }
        return (int) crc.getValue();
    }
}
