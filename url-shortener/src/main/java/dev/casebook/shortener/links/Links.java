package dev.casebook.shortener.links;

import dev.casebook.shortener.codes.Codes;
import dev.casebook.shortener.rules.Redirection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Everything that happens to links. A change and the event that tells of it are one transaction, joined to the caller's if there is one. */
@ApplicationScoped
public class Links {

    private final LinkRepository repository;
    private final LinkSearch search;
    private final LinkRules rules;
    private final LinkSettings settings;
    private final LinkEvents events;
    private final Codes codes;
    private final Clock clock;

    Links(
            LinkRepository repository,
            LinkSearch search,
            LinkRules rules,
            LinkSettings settings,
            LinkEvents events,
            Codes codes,
            Clock clock) {
        this.repository = repository;
        this.search = search;
        this.rules = rules;
        this.settings = settings;
        this.events = events;
        this.codes = codes;
        this.clock = clock;
    }

    /** @throws LinkRefusedException if the alias is taken */
    @Transactional
    public Link create(String owner, Draft draft) {
        return switch (createAll(owner, List.of(draft)).getFirst()) {
            case Outcome.Created(var link) -> link;
            case Outcome.Refused(var refusal) -> throw new LinkRefusedException(refusal);
        };
    }

    /**
     * The owner's link that is just like the draft. Of those who ask for the same at once, one creates it and the others find it: from here on until
     * the transaction ends, nobody else of this owner gets past this point for the same target.
     */
    @Transactional
    public Optional<Link> findAlike(String owner, Draft draft) {
        repository.lockTarget(owner, draft.redirection().url());
        return repository.findAlike(owner, draft);
    }

    /** @return one outcome for each draft, in their order */
    @Transactional
    public List<Outcome> createAll(String owner, List<Draft> drafts) {
        var batch = new Batch(drafts, codes::next);
        for (int attempt = 0; !batch.isSettled(); attempt++) {
            if (attempt == settings.codeAttempts()) {
                throw new IllegalStateException("no free code in " + attempt + " attempts");
            }
            var stored = repository.insertWhereFree(owner, batch.open(), now());
            batch.settle(stored, codes::next);
            events.append(stored, LinkChange.Kind.CREATED);
        }
        return batch.outcomes();
    }

    /** @throws LinkRefusedException if the owner has no such link */
    public Link find(String owner, String code) {
        requireCode(code);
        return repository.find(owner, code).orElseThrow(Links::notFound);
    }

    /** The owner's live links among these codes. */
    public Map<String, Link> findAll(String owner, Collection<String> codes) {
        return repository.findAll(owner, codes).stream().collect(Collectors.toMap(Link::code, Function.identity()));
    }

    /** @param after a position that an earlier page gave, or {@link LinkPage.Position#START} */
    public LinkPage page(String owner, LinkFilter filter, LinkPage.Position after, int limit) {
        return search.page(owner, filter, after, limit);
    }

    /**
     * @param change from the link's fields to those wished for
     * @throws LinkRefusedException if the fields break a rule, the owner has no such link, or it has another version
     */
    @Transactional
    public Link edit(String owner, String code, ExpectedVersion expected, UnaryOperator<LinkFields> change) {
        var held = lock(owner, code, expected);
        requireLive(held);
        var fields = change.apply(LinkFields.of(held));
        var redirection = rules.redirection(fields);
        var label = rules.label(fields);
        if (redirection.equals(held.redirection()) && label.equals(held.label())) {
            return held;
        }
        return changed(held, redirection, label, false, LinkChange.Kind.UPDATED);
    }

    /**
     * Changes only what the owner notes about a link. Where it leads is not checked again: what was allowed when it was made may be refused by now.
     *
     * @throws LinkRefusedException if the owner has no such link
     */
    @Transactional
    public Link relabel(String owner, String code, UnaryOperator<Label> change) {
        var held = lock(owner, code, ExpectedVersion.ANY);
        requireLive(held);
        var label = change.apply(held.label());
        return label.equals(held.label())
                ? held
                : changed(held, held.redirection(), label, false, LinkChange.Kind.UPDATED);
    }

    /** @throws LinkRefusedException if the owner has no such link, or it has another version */
    @Transactional
    public Link delete(String owner, String code, ExpectedVersion expected) {
        var held = lock(owner, code, expected);
        requireLive(held);
        return changed(held, held.redirection(), held.label(), true, LinkChange.Kind.DELETED);
    }

    /**
     * Brings a deleted link back as it was; a live one stays as it is.
     *
     * @throws LinkRefusedException if the owner never had such a link, it has another version, or its targets are refused by now
     */
    @Transactional
    public Link restore(String owner, String code, ExpectedVersion expected) {
        var held = lock(owner, code, expected);
        if (!held.deleted()) {
            return held;
        }
        rules.requireAllowed(held.redirection());
        return changed(held, held.redirection(), held.label(), false, LinkChange.Kind.RESTORED);
    }

    private Link lock(String owner, String code, ExpectedVersion expected) {
        requireCode(code);
        var held = repository.lock(owner, code).orElseThrow(Links::notFound);
        if (!expected.accepts(held.version())) {
            // A deleted link looks like none to those who did not come to restore it.
            throw held.deleted() ? notFound() : new LinkRefusedException(Refusal.LINK_CHANGED);
        }
        return held;
    }

    /** What no link can have as its code is not asked for: PostgreSQL would take a NUL in it for a mistake of ours. */
    private static void requireCode(String code) {
        if (!LinkCodes.isWellFormed(code)) {
            throw notFound();
        }
    }

    private static void requireLive(Link held) {
        if (held.deleted()) {
            throw notFound();
        }
    }

    private Link changed(Link held, Redirection redirection, Label label, boolean deleted, LinkChange.Kind kind) {
        var link = repository.update(held, redirection, label, deleted, now());
        events.append(List.of(link), kind);
        return link;
    }

    private static LinkRefusedException notFound() {
        return new LinkRefusedException(Refusal.LINK_NOT_FOUND);
    }

    /** As exact as the database keeps it, so that what is answered now is what is read later. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
