package dev.casebook.shortener.links;

import dev.casebook.chassis.web.Problem;
import dev.casebook.chassis.web.ProblemException;
import dev.casebook.shortener.rules.BrokenRuleException;
import dev.casebook.shortener.rules.Storable;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** What a client may ask for in a list. */
public class LinkQuery {

    /** Where the page begins: the {@code next} of the page before. */
    @RestQuery
    public Optional<String> cursor;

    /** Only links with this tag; repeated: with all of them. */
    @RestQuery
    public List<String> tag;

    /** Only links with this text in their title, target or code. */
    @RestQuery
    public Optional<String> q;

    /** Only links created at this instant or later. */
    @RestQuery
    public Optional<String> createdFrom;

    /** Only links created before this instant. */
    @RestQuery
    public Optional<String> createdUntil;

    /** True: the deleted links instead of the live ones. */
    @RestQuery
    public boolean deleted;

    LinkFilter filter() {
        if (q.isPresent() && !Storable.isStorable(q.get())) {
            throw invalid("q", "holds characters that no link has");
        }
        try {
            return new LinkFilter(
                    tag == null ? List.of() : tag,
                    q,
                    instant("createdFrom", createdFrom),
                    instant("createdUntil", createdUntil),
                    deleted);
        } catch (BrokenRuleException e) {
            throw invalid("tag", "is not a tag");
        }
    }

    LinkPage.Position position() {
        return cursor.map(text -> LinkPage.Position.parse(text)
                        .orElseThrow(() -> invalid("cursor", "is not one that this service gave")))
                .orElse(LinkPage.Position.START);
    }

    static ProblemException invalid(String field, String message) {
        return new ProblemException(
                Problem.of(400, "invalid-request", "The request is not valid").error(field, message));
    }

    private static Optional<Instant> instant(String field, Optional<String> text) {
        return text.map(given -> parsed(given)
                .filter(Storable::isStorable)
                .orElseThrow(() -> invalid(field, "must be an instant as in 2026-01-31T00:00:00Z")));
    }

    private static Optional<Instant> parsed(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
