package dev.casebook.shortener.shlink;

import dev.casebook.shortener.statistics.ClickHistory.Slice;

/**
 * What is known of one visit alone.
 *
 * @param referer the host; empty: none, or not known
 * @param date the beginning of the quarter of an hour or, after some weeks, of the day
 * @param userAgent empty: never kept
 * @param visitLocation null: never known
 * @param redirectUrl null: not kept
 */
record Visit(
        String referer,
        String date,
        String userAgent,
        Object visitLocation,
        boolean potentialBot,
        String visitedUrl,
        String redirectUrl) {

    static Visit of(Slice slice, String referrer, boolean bot, OwnDomain domain) {
        return new Visit(referrer, Dates.text(slice.startsAt()), "", null, bot, domain.shortUrl(slice.code()), null);
    }
}
