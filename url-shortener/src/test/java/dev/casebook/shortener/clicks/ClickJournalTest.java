package dev.casebook.shortener.clicks;

import static dev.casebook.shortener.clicks.Journals.BOOT;
import static dev.casebook.shortener.clicks.Journals.NOON;
import static dev.casebook.shortener.clicks.Journals.SMALL;
import static dev.casebook.shortener.clicks.Journals.append;
import static dev.casebook.shortener.clicks.Journals.codes;
import static dev.casebook.shortener.clicks.Journals.drain;
import static dev.casebook.shortener.clicks.Journals.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.casebook.shortener.visitors.Traits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClickJournalTest {

    @TempDir
    Path folder;

    @Test
    void clicksComeOutInTheirOrder() throws IOException {
        try (var journal = open(folder)) {
            append(journal, 1, 120);

            var clicks = drain(journal);

            assertThat(codes(clicks)).isEqualTo(numbered(1, 120));
            assertThat(clicks).extracting(JournalledClick::sequence).containsExactlyElementsOf(sequences(1, 120));
            assertThat(clicks.getFirst().at()).isEqualTo(NOON.plusMillis(1));
            assertThat(journal.next(50)).isEmpty();
        }
    }

    @Test
    void runComesAgainUntilItIsAcknowledged() throws IOException {
        try (var journal = open(folder)) {
            append(journal, 1, 10);

            var run = journal.next(4).orElseThrow();
            assertThat(journal.next(4)).contains(run);
            journal.acknowledge(run);

            assertThat(journal.next(4).orElseThrow().firstSequence()).isEqualTo(5);
            assertThat(journal.level().waiting()).isEqualTo(6);
        }
    }

    @Test
    void restartGoesOnBehindWhatIsAcknowledged() throws IOException {
        UUID journalId;
        try (var journal = open(folder)) {
            journalId = journal.level().journal();
            append(journal, 1, 10);
            journal.acknowledge(journal.next(4).orElseThrow());
        }

        try (var journal = open(folder)) {
            append(journal, 11, 12);

            assertThat(journal.level().waiting()).isEqualTo(8);
            assertThat(journal.next(50).orElseThrow().journal()).isEqualTo(journalId);
            var clicks = drain(journal);
            assertThat(codes(clicks)).isEqualTo(numbered(5, 12));
            assertThat(clicks).extracting(JournalledClick::sequence).containsExactlyElementsOf(sequences(5, 12));
        }
    }

    @Test
    void sequenceGoesOnAfterARestartWithNothingWaiting() throws IOException {
        try (var journal = open(folder)) {
            append(journal, 1, 10);
            drain(journal);
        }

        try (var journal = open(folder)) {
            append(journal, 11, 11);

            assertThat(journal.level().waiting()).isEqualTo(1);
            assertThat(journal.next(50).orElseThrow().firstSequence()).isEqualTo(11);
        }
    }

    @Test
    void journalWhoseClicksAreAllDeletedNeverGivesASequenceTwice() throws IOException {
        UUID before;
        try (var journal = open(folder)) {
            before = journal.level().journal();
            append(journal, 1, 10);
        }
        for (var segment : segments()) {
            Files.delete(segment);
        }

        try (var journal = open(folder)) {
            append(journal, 11, 11);

            var run = journal.next(50).orElseThrow();
            assertThat(run.journal()).isNotEqualTo(before);
            assertThat(run.firstSequence()).isEqualTo(1);
        }
    }

    @Test
    void wipedFolderIsAnotherJournal() throws IOException {
        UUID before;
        try (var journal = open(folder)) {
            before = journal.level().journal();
            append(journal, 1, 1);
        }
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }

        try (var journal = open(folder)) {
            assertThat(journal.level().journal()).isNotEqualTo(before);
        }
    }

    @Test
    void machineThatStartedAgainGoesOnAsAnotherJournalAndStillShipsTheOld() throws IOException {
        UUID before;
        try (var journal = open(folder)) {
            before = journal.level().journal();
            append(journal, 1, 3);
        }

        try (var journal = ClickJournal.open(folder, SMALL, UUID.randomUUID())) {
            append(journal, 4, 5);

            var old = journal.next(50).orElseThrow();
            assertThat(old.journal()).isEqualTo(before);
            assertThat(codes(old.clicks())).isEqualTo(numbered(1, 3));
            journal.acknowledge(old);
            var young = journal.next(50).orElseThrow();
            assertThat(young.journal()).isNotEqualTo(before);
            assertThat(young.firstSequence()).isEqualTo(1);
            assertThat(codes(young.clicks())).isEqualTo(numbered(4, 5));
        }
    }

    @Test
    void acknowledgedSegmentsAreDeleted() throws IOException {
        try (var journal = ClickJournal.open(folder, SMALL, BOOT)) {
            append(journal, 1, 300);
            assertThat(segments()).hasSizeGreaterThan(2);

            drain(journal);

            assertThat(segments()).hasSize(1);
            assertThat(journal.level().bytes()).isEqualTo(Files.size(segments().getFirst()));
            assertThat(journal.level().waiting()).isZero();
        }
    }

    @Test
    void fullJournalDeclaresClicksLostAndKeepsItsBound() throws IOException {
        try (var journal = ClickJournal.open(folder, SMALL, BOOT)) {
            int kept = 0;
            for (int i = 1; i <= 1_000; i++) {
                kept += journal.append("code" + i, NOON, 0, Traits.NONE) ? 1 : 0;
            }

            var level = journal.level();
            assertThat(level.lost()).isEqualTo(1_000 - kept).isPositive();
            assertThat(level.waiting()).isEqualTo(kept).isPositive();
            assertThat(segments().stream()
                            .mapToLong(file -> file.toFile().length())
                            .sum())
                    .isEqualTo(level.bytes())
                    .isLessThanOrEqualTo(SMALL.maxBytes());
            assertThat(journal.next(50).orElseThrow().lost()).isEqualTo(level.lost());
        }
    }

    @Test
    void fullJournalKeepsClicksAgainOnceKafkaHasTaken() throws IOException {
        try (var journal = ClickJournal.open(folder, SMALL, BOOT)) {
            append(journal, 1, 1_000);
            int taken = drain(journal).size();

            assertThat(journal.append("again", NOON, 0, Traits.NONE)).isTrue();

            var last = drain(journal);
            assertThat(codes(last)).containsExactly("again");
            assertThat(last.getFirst().sequence()).isEqualTo(taken + 1);
        }
    }

    @Test
    void lossesOutliveTheProcess() throws IOException {
        long lost;
        try (var journal = ClickJournal.open(folder, SMALL, BOOT)) {
            append(journal, 1, 1_000);
            lost = journal.level().lost();
        }

        try (var journal = ClickJournal.open(folder, SMALL, BOOT)) {
            assertThat(journal.level().lost()).isEqualTo(lost).isPositive();
        }
    }

    @Test
    void lossIsReportedEvenWhenNoClickWaits() throws IOException {
        try (var journal = open(folder)) {
            append(journal, 1, 3);
            drain(journal);
            journal.append("x".repeat(RecordFormat.MAX_CODE_BYTES + 1), NOON, 0, Traits.NONE);

            var report = journal.next(50).orElseThrow();
            assertThat(report.clicks()).isEmpty();
            assertThat(report.lost()).isEqualTo(1);
            assertThat(report.firstSequence()).isEqualTo(4);
            journal.acknowledge(report);

            assertThat(journal.next(50)).isEmpty();
        }
    }

    @Test
    void failingDiskLosesClicksAndIsTriedAgainLater() throws IOException {
        try (var journal = open(folder)) {
            var blocked = Files.createDirectory(folder.resolve("%019d.clicks".formatted(1)));

            assertThat(journal.append("one", NOON, 0, Traits.NONE)).isFalse();
            Files.delete(blocked);
            assertThat(journal.append("two", NOON.plusMillis(999), 0, Traits.NONE))
                    .isFalse();
            assertThat(journal.append("three", NOON.plusMillis(1_000), 0, Traits.NONE))
                    .isTrue();

            assertThat(codes(drain(journal))).containsExactly("three");
            assertThat(journal.level().lost()).isEqualTo(2);
        }
    }

    @Test
    void secondOwnerIsRefused() throws IOException {
        try (var journal = open(folder)) {
            assertThatThrownBy(() -> open(folder))
                    .isInstanceOf(JournalInUseException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("casebook.data-dir");
            assertThat(journal.append("still", NOON, 0, Traits.NONE)).isTrue();
        }
    }

    @Test
    void interruptOfTheAppendingThreadHarmsNothing() throws IOException {
        try (var journal = open(folder)) {
            Thread.currentThread().interrupt();
            boolean kept = journal.append("one", NOON, 0, Traits.NONE);
            boolean interrupted = Thread.interrupted();

            assertThat(kept).isTrue();
            assertThat(interrupted).isTrue();
            assertThat(journal.append("two", NOON, 0, Traits.NONE)).isTrue();
            assertThat(codes(drain(journal))).containsExactly("one", "two");
        }
    }

    @Test
    void manyThreadsAppendWhileOneReads() throws Exception {
        try (var journal = ClickJournal.open(folder, Journals.ROOMY, BOOT)) {
            int threads = 4;
            int each = 2_000;
            var done = new CountDownLatch(threads);
            for (int t = 0; t < threads; t++) {
                int number = t;
                Thread.ofPlatform().start(() -> {
                    append(journal, number * each + 1, (number + 1) * each);
                    done.countDown();
                });
            }

            List<JournalledClick> clicks = new ArrayList<>();
            while (done.getCount() > 0) {
                clicks.addAll(drain(journal));
            }
            clicks.addAll(drain(journal));

            assertThat(clicks)
                    .extracting(JournalledClick::sequence)
                    .containsExactlyElementsOf(sequences(1, threads * each));
            assertThat(codes(clicks)).containsExactlyInAnyOrderElementsOf(numbered(1, threads * each));
        }
    }

    @Test
    void readerWaitsForAClick() throws Exception {
        try (var journal = open(folder)) {
            var woken = new CountDownLatch(1);
            var reader = Thread.ofPlatform().start(() -> {
                try {
                    journal.awaitRun();
                    woken.countDown();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            journal.append("one", NOON, 0, Traits.NONE);

            assertThat(reader.join(Duration.ofSeconds(20))).isTrue();
            assertThat(woken.getCount()).isZero();
        }
    }

    private List<Path> segments() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".clicks")).toList();
        }
    }

    static List<String> numbered(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "code" + i).toList();
    }

    static List<Long> sequences(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
