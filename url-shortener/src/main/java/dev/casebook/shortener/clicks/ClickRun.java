package dev.casebook.shortener.clicks;

import java.util.List;
import java.util.UUID;

/**
 * Clicks of one journal whose sequences follow each other without a gap.
 *
 * @param firstSequence sequence of the first click; of the next one to come, if there is none here
 * @param lost clicks that the journal has declared lost since it was made
 * @param end where in the segment the run ends, in bytes
 */
record ClickRun(UUID journal, long firstSequence, List<JournalledClick> clicks, long lost, long end) {

    ClickRun {
        clicks = List.copyOf(clicks);
        for (int i = 0; i < clicks.size(); i++) {
            if (clicks.get(i).sequence() != firstSequence + i) {
                throw new IllegalArgumentException("click %d of a run from %d has sequence %d"
                        .formatted(i, firstSequence, clicks.get(i).sequence()));
            }
        }
    }

    /** No clicks, only the loss that the journal has declared. */
    static ClickRun reporting(JournalState state) {
        return new ClickRun(state.journal(), state.acknowledged() + 1, List.of(), state.lost(), 0);
    }

    /** Sequence of the last click; one less than the first sequence if there is none. */
    long lastSequence() {
        return firstSequence + clicks.size() - 1;
    }

    ClickRun declaring(long lost) {
        return new ClickRun(journal, firstSequence, clicks, lost, end);
    }
}
