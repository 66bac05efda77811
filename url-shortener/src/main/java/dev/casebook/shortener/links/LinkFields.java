package dev.casebook.shortener.links;

import dev.casebook.shortener.rules.RuleFields;
import java.time.Instant;
import java.util.List;

/**
 * What an owner may choose and change about a link, unchecked, as JSON has it. Null is what was left out, and takes the default.
 *
 * @param url the target
 * @param title for the owner's own use
 * @param tags for the owner's own use
 * @param validFrom the first instant at which it redirects
 * @param validUntil the first instant at which it no longer does
 * @param maxVisits redirects at most
 * @param status 301, 302, 307 or 308; by default 302
 * @param forwardQuery whether the visitor's query parameters are added to the target's; by default not
 * @param rules other targets; the first rule that holds decides
 * @param maxAge seconds for which a browser may repeat the redirect without asking, uncounted; by default 0
 */
public record LinkFields(
        String url,
        String title,
        List<String> tags,
        Instant validFrom,
        Instant validUntil,
        Long maxVisits,
        Integer status,
        Boolean forwardQuery,
        List<RuleFields> rules,
        Integer maxAge) {

    /** The defaults for everything but the target. */
    public static LinkFields ofUrl(String url) {
        return new LinkFields(url, null, null, null, null, null, null, null, null, null);
    }

    public static LinkFields of(Link link) {
        var redirection = link.redirection();
        return new LinkFields(
                redirection.url(),
                link.label().title().orElse(null),
                link.label().tags(),
                redirection.window().from().orElse(null),
                redirection.window().until().orElse(null),
                redirection.maxVisits().isPresent() ? redirection.maxVisits().getAsLong() : null,
                redirection.status().code(),
                redirection.forwardQuery(),
                redirection.rules().stream().map(RuleFields::of).toList(),
                redirection.maxAge());
    }

    public LinkFields withRules(List<RuleFields> others) {
        return new LinkFields(url, title, tags, validFrom, validUntil, maxVisits, status, forwardQuery, others, maxAge);
    }
}
