package dev.casebook.shortener.clicks;

/**
 * How far a journal is counted.
 *
 * @param lastSequence the greatest sequence that was seen
 * @param missing sequences up to that one that never came
 * @param lost clicks that the journal has declared lost
 */
record JournalCount(long lastSequence, long counted, long missing, long lost) {

    static final JournalCount NONE = new JournalCount(0, 0, 0, 0);

    JournalCount {
        if (counted + missing != lastSequence) {
            throw new IllegalArgumentException("counted %d and missing %d do not make up the sequence %d"
                    .formatted(counted, missing, lastSequence));
        }
    }
}
