package dev.casebook.shortener.clicks;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * What a journal must know beside its segments.
 *
 * @param journal made at random with the folder
 * @param boot the run of the machine that it was last written in
 * @param acknowledged the greatest sequence that Kafka has acknowledged
 * @param lost clicks declared lost since the journal was made
 * @param lostReported how many of those Kafka knows of
 */
record JournalState(UUID journal, UUID boot, long acknowledged, long lost, long lostReported) {

    static final int BYTES = 7 * Long.BYTES;

    static JournalState fresh(UUID boot) {
        return new JournalState(UUID.randomUUID(), boot, 0, 0, 0);
    }

    /** A new journal that still owes the report of what this one lost. */
    JournalState successor(UUID boot) {
        return new JournalState(UUID.randomUUID(), boot, 0, lost - lostReported, 0);
    }

    JournalState withLoss() {
        return new JournalState(journal, boot, acknowledged, lost + 1, lostReported);
    }

    JournalState acknowledging(ClickRun run) {
        if (!run.journal().equals(journal)) {
            return this;
        }
        return new JournalState(
                journal, boot, Math.max(acknowledged, run.lastSequence()), lost, Math.max(lostReported, run.lost()));
    }

    boolean owesReport() {
        return lostReported < lost;
    }

    void write(ByteBuffer to) {
        to.putLong(journal.getMostSignificantBits()).putLong(journal.getLeastSignificantBits());
        to.putLong(boot.getMostSignificantBits()).putLong(boot.getLeastSignificantBits());
        to.putLong(acknowledged).putLong(lost).putLong(lostReported);
    }

    static JournalState read(ByteBuffer from) {
        return new JournalState(
                new UUID(from.getLong(), from.getLong()),
                new UUID(from.getLong(), from.getLong()),
                from.getLong(),
                from.getLong(),
                from.getLong());
    }
}
