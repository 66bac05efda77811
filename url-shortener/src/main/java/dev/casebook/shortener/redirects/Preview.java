package dev.casebook.shortener.redirects;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.casebook.shortener.rules.Redirection;
import dev.casebook.shortener.rules.Verdict;
import java.net.URI;
import java.time.Instant;

/**
 * What is told of a link to whoever wants to know before following it. What was not chosen is null.
 *
 * @param url where it would lead this visitor now; null if the link has a visit limit, since its target is for those who spend a visit
 * @param status of the redirect
 * @param maxVisits how often it may be followed in all
 * @param dependsOnVisitor true when others, or the same at another time, may be led elsewhere
 * @param forwardQuery true when query parameters of the short URL are added to the target's
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Preview(
        String code,
        String shortUrl,
        String url,
        int status,
        Instant validFrom,
        Instant validUntil,
        Long maxVisits,
        boolean dependsOnVisitor,
        boolean forwardQuery) {

    static Preview of(String code, Redirection redirection, Verdict.To to, URI publicUrl) {
        boolean limited = redirection.maxVisits().isPresent();
        return new Preview(
                code,
                publicUrl.resolve("/s/" + code).toString(),
                limited ? null : to.url(),
                to.status().code(),
                redirection.window().from().orElse(null),
                redirection.window().until().orElse(null),
                limited ? redirection.maxVisits().getAsLong() : null,
                !redirection.rules().isEmpty(),
                redirection.forwardQuery());
    }
}
