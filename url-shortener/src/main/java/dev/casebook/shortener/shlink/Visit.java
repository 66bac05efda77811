package dev.casebook.shortener.shlink;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.casebook.shortener.orphans.OrphanDay;
import dev.casebook.shortener.statistics.ClickHistory.Slice;
import java.time.ZoneOffset;

/**
 * What is known of one visit alone.
 *
 * @param referer the host; empty: none, or not known
 * @param date the beginning of the quarter of an hour or, of old and of orphan visits, of the day
 * @param userAgent empty: never kept
 * @param visitLocation null: never known
 * @param visitedUrl empty of orphan visits: not kept
 * @param redirectUrl null: not kept
 * @param type of orphan visits only
 */
record Visit(
        String referer,
        String date,
        String userAgent,
        Object visitLocation,
        boolean potentialBot,
        String visitedUrl,
        String redirectUrl,
        @JsonInclude(JsonInclude.Include.NON_NULL) String type) {

    static Visit of(Slice slice, String referrer, boolean bot, OwnDomain domain) {
        return new Visit(
                referrer, Dates.text(slice.startsAt()), "", null, bot, domain.shortUrl(slice.code()), null, null);
    }

    static Visit of(OrphanDay day, boolean bot) {
        var date = Dates.text(day.day().atStartOfDay(ZoneOffset.UTC).toInstant());
        return new Visit("", date, "", null, bot, "", null, day.kind());
    }
}
