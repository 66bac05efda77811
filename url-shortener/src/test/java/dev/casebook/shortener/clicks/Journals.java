package dev.casebook.shortener.clicks;

import dev.casebook.shortener.visitors.Traits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Journals for tests. */
final class Journals {

    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final UUID BOOT = UUID.fromString("00000000-0000-4000-8000-000000000001");
    static final JournalLimits ROOMY = new JournalLimits(1 << 20, 1 << 24, Duration.ofSeconds(1));
    /** Segments of about a hundred clicks. */
    static final JournalLimits SMALL = new JournalLimits(1 << 12, 1 << 14, Duration.ofSeconds(1));

    private Journals() {}

    static ClickJournal open(Path folder) throws IOException {
        return ClickJournal.open(folder, ROOMY, BOOT);
    }

    /** Appends clicks on codes code1, code2, … */
    static void append(ClickJournal journal, int from, int to) {
        for (int i = from; i <= to; i++) {
            journal.append("code" + i, NOON.plusMillis(i), 0, Traits.NONE);
        }
    }

    /** Takes everything that waits, as Kafka would. */
    static List<JournalledClick> drain(ClickJournal journal) throws IOException {
        List<JournalledClick> clicks = new ArrayList<>();
        for (var run = journal.next(50); run.isPresent(); run = journal.next(50)) {
            clicks.addAll(run.get().clicks());
            journal.acknowledge(run.get());
        }
        return clicks;
    }

    static List<String> codes(List<JournalledClick> clicks) {
        return clicks.stream().map(JournalledClick::code).toList();
    }
}
