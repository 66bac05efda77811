package dev.casebook.shortener.clicks;

import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What to do with a run that does not begin where its partition is counted to. */
@Singleton
final class Reconciliation {

    private final ClickLedger ledger;
    private final ClickOffsets offsets;
    private final ClickReader reader;

    Reconciliation(ClickLedger ledger, ClickOffsets offsets, ClickReader reader) {
        this.ledger = ledger;
        this.offsets = offsets;
        this.reader = reader;
    }

    /**
     * @param stored the offset that would be counted next
     * @return what of the run is still to be counted
     */
    Optional<PartitionRun> remainder(PartitionRun run, long stored) {
        return stored > run.firstOffset() ? notCountedYet(run, stored) : afterTheGap(run, stored);
    }

    private Optional<PartitionRun> notCountedYet(PartitionRun run, long stored) {
        if (!ledger.holds(run.before(stored))) {
            // Sequences tell: the offset is that of a topic that is gone, and this is its successor.
            Log.errorf(
                    "event=clicks.topic-made-anew partition=%s counted=%d found=%d",
                    run.partition(), stored, run.firstOffset());
            offsets.compareAndSet(run.partition().partition(), stored, run.firstOffset());
            return Optional.of(run);
        }
        Log.infof(
                "event=clicks.already-counted partition=%s from=%d to=%d", run.partition(), run.firstOffset(), stored);
        reader.skipTo(run.partition(), stored);
        return run.from(stored);
    }

    private Optional<PartitionRun> afterTheGap(PartitionRun run, long stored) {
        long oldest = reader.oldest(run.partition());
        if (oldest > stored) {
            Log.errorf("event=clicks.expired-uncounted partition=%s from=%d to=%d", run.partition(), stored, oldest);
            offsets.compareAndSet(run.partition().partition(), stored, oldest);
            return Optional.of(run);
        }
        reader.returnTo(run.partition(), stored);
        return Optional.empty();
    }
}
