package dev.casebook.shortener.shlink;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Writes sums out as single visits, those of one page. */
final class VisitPage<V> {

    private final List<V> visits = new ArrayList<>();
    private final int size;
    private long skipped;

    /** @param skipped visits that come before the page */
    VisitPage(long skipped, int size) {
        this.skipped = skipped;
        this.size = size;
    }

    /** @param visit what is known of each of them */
    void add(long times, V visit) {
        long left = Math.min(skipped, times);
        skipped -= left;
        visits.addAll(Collections.nCopies((int) Math.min(size - visits.size(), times - left), visit));
    }

    List<V> visits() {
        return visits;
    }
}
