package dev.casebook.lab.growth;

import dev.casebook.lab.CannotRunException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What is missing until there is as much as was asked for.
 *
 * @param waves that are to be stored, the first of which may be begun
 */
record Growth(long storedClicks, long missingLinks, List<Wave> waves) {

    /** @throws CannotRunException when there are not links enough for the clicks */
    static Growth of(GrowthTable table, long links, long clicks, int followed, int days, LocalDate today) {
        var known = table.waves();
        long planned = known.stream().mapToLong(Wave::clicks).sum();
        long firstLink = known.stream().mapToLong(Wave::links).sum();
        var waves =
                new ArrayList<>(known.stream().filter(wave -> !wave.isDone()).toList());
        if (clicks > planned) {
            waves.add(new Wave(known.size() + 1, clicks - planned, firstLink, followed, today, days, 0));
            long needed = firstLink + followed;
            if (needed > Math.max(links, table.links())) {
                throw new CannotRunException("new clicks go to links that have none, so there must be %,d: --links %d"
                        .formatted(needed, needed));
            }
        }
        long stored = planned
                - waves.stream()
                        .filter(wave -> known.contains(wave))
                        .mapToLong(Growth::missing)
                        .sum();
        return new Growth(stored, Math.max(0, links - table.links()), List.copyOf(waves));
    }

    private static long missing(Wave wave) {
        return wave.clicks() - wave.clicks() * wave.daysDone() / wave.days();
    }

    long missingClicks() {
        return waves.stream().mapToLong(Growth::missing).sum();
    }

    /** The most that it may take on disk. */
    long bytes() {
        return missingLinks * LinkGrowth.BYTES
                + waves.stream()
                        .mapToLong(wave -> wave.mostRows() * ClickGrowth.BYTES)
                        .sum();
    }
}
