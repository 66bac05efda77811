package dev.casebook.shortener.shlink;

import dev.casebook.shortener.statistics.ClickHistory.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Writes sums out as single visits, those of one page: in each slice first people by referrer, then people without, then bots. */
final class VisitPage {

    private final List<Visit> visits = new ArrayList<>();
    private final int size;
    private long skipped;

    private VisitPage(int size) {
        this.size = size;
    }

    /** @param slices those in which the page lies */
    static List<Visit> cut(List<Slice> slices, Paging paging, OwnDomain domain) {
        var page = new VisitPage(paging.size());
        for (var slice : slices) {
            page.skipped = Math.max(0, paging.offset() - slice.before());
            page.add(slice, domain);
        }
        return page.visits;
    }

    private void add(Slice slice, OwnDomain domain) {
        slice.referrers().forEach((host, clicks) -> add(clicks, Visit.of(slice, host, false, domain)));
        long named =
                slice.referrers().values().stream().mapToLong(Long::longValue).sum();
        add(slice.people() - named, Visit.of(slice, "", false, domain));
        add(slice.bots(), Visit.of(slice, "", true, domain));
    }

    private void add(long clicks, Visit visit) {
        long left = Math.min(skipped, clicks);
        skipped -= left;
        visits.addAll(Collections.nCopies((int) Math.min(size - visits.size(), clicks - left), visit));
    }
}
