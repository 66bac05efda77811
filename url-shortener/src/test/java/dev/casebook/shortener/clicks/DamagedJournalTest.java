package dev.casebook.shortener.clicks;

import static dev.casebook.shortener.clicks.Journals.NOON;
import static dev.casebook.shortener.clicks.Journals.append;
import static dev.casebook.shortener.clicks.Journals.codes;
import static dev.casebook.shortener.clicks.Journals.drain;
import static dev.casebook.shortener.clicks.Journals.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.shortener.visitors.Traits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedJournalTest {

    private static final int CLICKS = 20;

    private static final Logger LOG = Logger.getLogger(JournalRecovery.class.getName());

    @TempDir
    Path temp;

    @BeforeAll
    static void hundredsOfDamagesAreNotLogged() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void logAgain() {
        LOG.setLevel(null);
    }

    @Test
    void journalCutAtAnyByteKeepsEveryWholeRecordBeforeIt() throws IOException {
        var whole = written(temp.resolve("whole"));
        var bytes = Files.readAllBytes(segment(whole));
        var ends = recordEnds(bytes);

        for (int length = Segment.HEADER; length <= bytes.length; length++) {
            var folder = copy(whole, temp.resolve("cut-" + length), Arrays.copyOf(bytes, length));
            int cut = length;
            int kept = (int) ends.stream().filter(end -> end <= cut).count();

            try (var journal = open(folder)) {
                journal.append("next", NOON, 0, Traits.NONE);

                var clicks = drain(journal);
                assertThat(codes(clicks)).as("cut at %d", cut).isEqualTo(before(kept, "next"));
                assertThat(clicks.getLast().sequence()).isEqualTo(kept + 1);
            }
        }
    }

    @Test
    void segmentWhoseMakingWasCutShortIsForgotten() throws IOException {
        var whole = written(temp.resolve("whole"));
        for (int length = 0; length < Segment.HEADER; length++) {
            var folder = copy(whole, temp.resolve("cut-" + length), Files.readAllBytes(segment(whole)));
            Files.write(folder.resolve("%019d.clicks".formatted(2)), new byte[length]);

            try (var journal = open(folder)) {
                journal.append("next", NOON, 0, Traits.NONE);

                assertThat(codes(drain(journal))).as("cut at %d", length).isEqualTo(before(CLICKS, "next"));
            }
        }
    }

    @Test
    void damagedByteCostsItsRecordAndNoOther() throws IOException {
        var whole = written(temp.resolve("whole"));
        var bytes = Files.readAllBytes(segment(whole));
        var ends = recordEnds(bytes);

        for (int index = Segment.HEADER; index < ends.get(CLICKS - 2); index++) {
            var damaged = bytes.clone();
            damaged[index] ^= 0x15;
            var folder = copy(whole, temp.resolve("damaged-" + index), damaged);
            int hit = index;
            int lost = (int) ends.stream().filter(end -> end <= hit).count() + 1;

            try (var journal = open(folder)) {
                assertThat(codes(drain(journal)))
                        .as("damaged at %d", index)
                        .isEqualTo(IntStream.rangeClosed(1, CLICKS)
                                .filter(i -> i != lost)
                                .mapToObj(i -> "code" + i)
                                .toList());
            }
        }
    }

    @Test
    void runEndsAtADamagedRecordSoThatItsReaderSeesTheGap() throws IOException {
        var folder = written(temp.resolve("whole"));
        var bytes = Files.readAllBytes(segment(folder));
        bytes[recordEnds(bytes).get(4) + 1] ^= 1;
        Files.write(segment(folder), bytes);

        try (var journal = open(folder)) {
            assertThat(journal.level().waiting()).isEqualTo(CLICKS - 1);
            var first = journal.next(50).orElseThrow();
            assertThat(first.lastSequence()).isEqualTo(5);
            journal.acknowledge(first);
            assertThat(journal.next(50).orElseThrow().firstSequence()).isEqualTo(7);
        }
    }

    @Test
    void segmentWithADamagedHeaderIsSetAsideAndTheRestGoesOn() throws IOException {
        var folder = written(temp.resolve("whole"));
        var bytes = Files.readAllBytes(segment(folder));
        bytes[3] ^= 1;
        Files.write(segment(folder), bytes);

        try (var journal = open(folder)) {
            journal.append("next", NOON, 0, Traits.NONE);

            assertThat(codes(drain(journal))).containsExactly("next");
            assertThat(folder.resolve("%019d.clicks.damaged".formatted(1))).exists();
        }
    }

    @Test
    void damagedStateMakesAnotherJournalThatStillShipsTheOldClicks() throws IOException {
        var folder = written(temp.resolve("whole"));
        var state = Files.readAllBytes(folder.resolve("state"));
        for (int i = 0; i < state.length; i++) {
            state[i] ^= 0x55;
        }
        Files.write(folder.resolve("state"), state);

        try (var journal = open(folder)) {
            var old = journal.next(50).orElseThrow();

            assertThat(codes(old.clicks())).isEqualTo(before(CLICKS));
            assertThat(old.journal()).isNotEqualTo(journal.level().journal());
        }
    }

    private static Path written(Path folder) throws IOException {
        try (var journal = open(folder)) {
            append(journal, 1, CLICKS);
        }
        return folder;
    }

    private static Path segment(Path folder) {
        return folder.resolve("%019d.clicks".formatted(1));
    }

    private static Path copy(Path whole, Path folder, byte[] segment) throws IOException {
        Files.createDirectory(folder);
        Files.copy(whole.resolve("state"), folder.resolve("state"));
        Files.write(segment(folder), segment);
        return folder;
    }

    private static List<Integer> recordEnds(byte[] bytes) {
        var scanner = new RecordScanner(RecordFormat.NEWEST, ByteBuffer.wrap(bytes), Segment.HEADER, 0);
        List<Integer> ends = new ArrayList<>();
        while (scanner.next().isPresent()) {
            ends.add(scanner.end());
        }
        return ends;
    }

    private static List<String> before(int kept, String... more) {
        List<String> codes = new ArrayList<>(ClickJournalTest.numbered(1, kept));
        codes.addAll(List.of(more));
        return codes;
    }
}
