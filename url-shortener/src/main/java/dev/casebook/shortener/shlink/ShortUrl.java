package dev.casebook.shortener.shlink;

import dev.casebook.shortener.links.Link;
import dev.casebook.shortener.links.LinkFields;
import java.time.Instant;
import java.util.List;

/** A link as Shlink shows it. Every member is there, null or not. */
record ShortUrl(
        String shortCode,
        String shortUrl,
        String longUrl,
        String dateCreated,
        VisitsSummary visitsSummary,
        List<String> tags,
        Meta meta,
        String domain,
        String title,
        boolean crawlable,
        boolean forwardQuery,
        boolean hasRedirectRules) {

    record Meta(String validSince, String validUntil, Long maxVisits) {}

    static ShortUrl of(Link link, String shortUrl, VisitsSummary visits) {
        var fields = LinkFields.of(link);
        return new ShortUrl(
                link.code(),
                shortUrl,
                link.url(),
                Dates.text(link.createdAt()),
                visits,
                fields.tags(),
                new Meta(date(fields.validFrom()), date(fields.validUntil()), fields.maxVisits()),
                null,
                fields.title(),
                false,
                fields.forwardQuery(),
                !fields.rules().isEmpty());
    }

    private static String date(Instant instant) {
        return instant == null ? null : Dates.text(instant);
    }
}
