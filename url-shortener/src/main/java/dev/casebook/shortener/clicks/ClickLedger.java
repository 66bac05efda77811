package dev.casebook.shortener.clicks;

import dev.casebook.shortener.statistics.ClickPeriods;
import dev.casebook.shortener.statistics.ClickTotals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;

/** Where clicks become totals: the effect, what is known of the journals and the place in the topic change in one transaction or not at all. */
@ApplicationScoped
class ClickLedger {

    private final ClickOffsets offsets;
    private final JournalCounts journals;
    private final ClickTotals totals;
    private final ClickPeriods periods;

    ClickLedger(ClickOffsets offsets, JournalCounts journals, ClickTotals totals, ClickPeriods periods) {
        this.offsets = offsets;
        this.journals = journals;
        this.totals = totals;
        this.periods = periods;
    }

    /**
     * @param runs one for each partition at most
     * @throws OffsetMovedException if one of them does not begin where its partition is counted to; then nothing is counted
     */
    @Transactional
    ClickTally count(Collection<PartitionRun> runs) {
        // First, so that a reader whose partition is somebody else's by now finds out before it waits for a lock.
        runs.stream()
                .sorted(Comparator.comparingInt(run -> run.partition().partition()))
                .forEach(offsets::advance);
        var batches = runs.stream().flatMap(run -> run.batches().stream()).toList();
        var tally = new ClickTally(
                journals.lock(batches.stream().map(ReceivedBatch::journal).collect(Collectors.toSet())));
        batches.forEach(received -> tally.add(received.journal(), received.batch()));
        journals.store(tally.journals());
        // First, because it holds off others at the same codes, also for the periods.
        totals.add(tally.totals(), tally.bots());
        periods.add(tally.clicks());
        return tally;
    }

    /** Whether every click of these batches is counted. */
    @Transactional
    boolean holds(Collection<ReceivedBatch> batches) {
        var counts = journals.lock(batches.stream().map(ReceivedBatch::journal).collect(Collectors.toSet()));
        return batches.stream()
                .allMatch(received -> received.lastSequence()
                        <= counts.getOrDefault(received.journal(), JournalCount.NONE)
                                .lastSequence());
    }
}
