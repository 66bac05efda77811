package dev.casebook.shortener.links;

import dev.casebook.shortener.codes.Codes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Everything that happens to links. A change and the event that tells of it are one transaction, joined to the caller's if there is one. */
@ApplicationScoped
public class Links {

    private final LinkRepository repository;
    private final LinkRules rules;
    private final LinkSettings settings;
    private final LinkEvents events;
    private final Codes codes;
    private final Clock clock;

    Links(
            LinkRepository repository,
            LinkRules rules,
            LinkSettings settings,
            LinkEvents events,
            Codes codes,
            Clock clock) {
        this.repository = repository;
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
        return repository.find(owner, code).orElseThrow(() -> new LinkRefusedException(Refusal.LINK_NOT_FOUND));
    }

    /** @param before a position that an earlier page gave, or {@link LinkPage#START} */
    LinkPage page(String owner, long before, int limit) {
        return LinkPage.of(repository.page(owner, before, limit + 1), limit);
    }

    /** @throws LinkRefusedException if the target breaks a rule, the owner has no such link, or it has another version */
    @Transactional
    public Link retarget(String owner, String code, ExpectedVersion expected, String url) {
        var target = rules.target(url);
        var link = repository.retarget(owner, code, expected, target.url(), now());
        return told(owner, code, link, LinkChange.Kind.UPDATED);
    }

    /** @throws LinkRefusedException if the owner has no such link, or it has another version */
    @Transactional
    public Link delete(String owner, String code, ExpectedVersion expected) {
        var link = repository.delete(owner, code, expected, now());
        return told(owner, code, link, LinkChange.Kind.DELETED);
    }

    private Link told(String owner, String code, Optional<Link> changed, LinkChange.Kind kind) {
        if (changed.isEmpty()) {
            throw unmatched(owner, code);
        }
        events.append(List.of(changed.get()), kind);
        return changed.get();
    }

    /** The update found no row to change: finds out which of its conditions failed. */
    private LinkRefusedException unmatched(String owner, String code) {
        var exists = repository.find(owner, code).isPresent();
        return new LinkRefusedException(exists ? Refusal.LINK_CHANGED : Refusal.LINK_NOT_FOUND);
    }

    /** As exact as the database keeps it, so that what is answered now is what is read later. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
