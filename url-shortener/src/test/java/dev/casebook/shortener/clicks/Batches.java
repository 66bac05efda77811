package dev.casebook.shortener.clicks;

import dev.casebook.contracts.shortener.v1.ClickBatch;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Batches of clicks for tests. */
final class Batches {

    private Batches() {}

    static ClickBatch batch(UUID journal, long firstSequence, String... codes) {
        return batch(journal, firstSequence, 0, List.of(codes));
    }

    static ClickBatch batch(UUID journal, long firstSequence, long lost, List<String> codes) {
        var clicks = IntStream.range(0, codes.size())
                .mapToObj(i ->
                        new JournalledClick(firstSequence + i, JournalledClick.message(codes.get(i), Instant.EPOCH)))
                .toList();
        return ClickTopic.batch(new ClickRun(journal, firstSequence, clicks, lost, 0));
    }
}
