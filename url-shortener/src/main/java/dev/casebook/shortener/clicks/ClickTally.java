package dev.casebook.shortener.clicks;

import dev.casebook.contracts.shortener.v1.Click;
import dev.casebook.contracts.shortener.v1.ClickBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Adds up batches of clicks, each sequence of a journal once. */
final class ClickTally {

    private final SortedMap<UUID, JournalCount> journals = new TreeMap<>();
    private final SortedMap<String, Long> totals = new TreeMap<>();
    private final Map<String, Long> bots = new HashMap<>();
    private final List<Click> clicks = new ArrayList<>();
    private long counted;
    private long replays;
    private long missing;

    /** @param known how far each journal is counted; a journal that is not in it is new */
    ClickTally(Map<UUID, JournalCount> known) {
        journals.putAll(known);
    }

    void add(UUID journal, ClickBatch batch) {
        var before = journals.getOrDefault(journal, JournalCount.NONE);
        int size = batch.getClicksCount();
        long first = batch.getFirstSequence();
        long last = first + size - 1;
        int known = (int) Math.clamp(before.lastSequence() - first + 1, 0, size);
        // A batch without clicks only declares a loss.
        long gap = size == 0 ? 0 : Math.max(0, first - before.lastSequence() - 1);
        for (var click : batch.getClicksList().subList(known, size)) {
            clicks.add(click);
            totals.merge(click.getCode(), 1L, Long::sum);
            if (click.getBot()) {
                bots.merge(click.getCode(), 1L, Long::sum);
            }
        }
        counted += size - known;
        replays += known;
        missing += gap;
        journals.put(
                journal,
                new JournalCount(
                        size == 0 ? before.lastSequence() : Math.max(before.lastSequence(), last),
                        before.counted() + size - known,
                        before.missing() + gap,
                        Math.max(before.lost(), batch.getLost())));
    }

    SortedMap<UUID, JournalCount> journals() {
        return Collections.unmodifiableSortedMap(journals);
    }

    /** New clicks of each code, in the order of codes. */
    SortedMap<String, Long> totals() {
        return Collections.unmodifiableSortedMap(totals);
    }

    /** How many of them were bots'; no code without any is in it. */
    Map<String, Long> bots() {
        return Collections.unmodifiableMap(bots);
    }

    /** The new clicks themselves. */
    List<Click> clicks() {
        return Collections.unmodifiableList(clicks);
    }

    /** How many new clicks there are. */
    long counted() {
        return counted;
    }

    /** Clicks that were counted before. */
    long replays() {
        return replays;
    }

    /** Clicks that should have come before those that came. */
    long missing() {
        return missing;
    }
}
