package dev.casebook.shortener.shlink;

import dev.casebook.shortener.statistics.Totals;

record VisitsSummary(long total, long nonBots, long bots) {

    VisitsSummary(long total, long bots) {
        this(total, total - bots, bots);
    }

    static VisitsSummary of(Totals totals) {
        return new VisitsSummary(totals.total(), totals.bots());
    }

    /**
     * @param name of the short URL or tag
     * @param shortUrls how many
     */
    record Counted(String name, long shortUrls, VisitsSummary visits) {}
}
