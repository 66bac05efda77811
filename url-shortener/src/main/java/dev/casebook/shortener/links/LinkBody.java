package dev.casebook.shortener.links;

import dev.casebook.shortener.rules.RuleFields;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** A link as its owner sees it; what was not chosen is null, or the default. The members of {@link LinkFields} mean the same here. */
public record LinkBody(
        String code,
        String shortUrl,
        String url,
        String owner,
        long version,
        Instant createdAt,
        Instant updatedAt,
        boolean deleted,
        String title,
        List<String> tags,
        Instant validFrom,
        Instant validUntil,
        Long maxVisits,
        int status,
        boolean forwardQuery,
        List<RuleFields> rules,
        int maxAge) {

    static LinkBody of(Link link, URI publicUrl) {
        var fields = LinkFields.of(link);
        return new LinkBody(
                link.code(),
                publicUrl + "/s/" + link.code(),
                link.url(),
                link.owner(),
                link.version(),
                link.createdAt(),
                link.updatedAt(),
                link.deleted(),
                fields.title(),
                fields.tags(),
                fields.validFrom(),
                fields.validUntil(),
                fields.maxVisits(),
                fields.status(),
                fields.forwardQuery(),
                fields.rules(),
                fields.maxAge());
    }
}
