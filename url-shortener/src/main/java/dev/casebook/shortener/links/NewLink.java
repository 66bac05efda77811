package dev.casebook.shortener.links;

import dev.casebook.shortener.rules.RuleFields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The body of a creation: {@link LinkFields}, and what is chosen once.
 *
 * @param alias the code wished for; absent: the service chooses one
 * @param findIfExists true for an existing link of one's own that is just like this one, if there is one
 */
public record NewLink(
        String url,
        String alias,
        Boolean findIfExists,
        String title,
        List<String> tags,
        Instant validFrom,
        Instant validUntil,
        Long maxVisits,
        Integer status,
        Boolean forwardQuery,
        List<RuleFields> rules,
        Integer maxAge) {

    static final NewLink NOTHING = new NewLink(null, null, null, null, null, null, null, null, null, null, null, null);

    /** What creates another link just like this one, under its code. */
    public static NewLink like(Link link) {
        var fields = LinkFields.of(link);
        return new NewLink(
                fields.url(),
                link.code(),
                null,
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

    public Wish wish() {
        return new Wish(
                new LinkFields(url, title, tags, validFrom, validUntil, maxVisits, status, forwardQuery, rules, maxAge),
                Optional.ofNullable(alias));
    }
}
