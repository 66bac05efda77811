package dev.casebook.limiter.administration;

import dev.casebook.limiter.administration.AuditedChange.Action;
import dev.casebook.limiter.administration.AuditedChange.Kind;
import dev.casebook.limiter.administration.ChangeLog.Next;
import dev.casebook.limiter.current.Change.Effect;
import dev.casebook.limiter.current.DomainRules;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What happens to the rules of domains. Part of the caller's transaction. */
@Singleton
final class RulesAdministration {

    private final RuleStore store;
    private final ChangeLog log;
    private final AdministrationSettings settings;

    RulesAdministration(RuleStore store, ChangeLog log, AdministrationSettings settings) {
        this.store = store;
        this.log = log;
        this.settings = settings;
    }

    DomainRules create(String subject, RuleDocument document) {
        var next = log.next();
        if (store.rules(document.domain()).isPresent()) {
            throw AdministrationProblems.taken("domain", "has rules already");
        }
        return set(subject, next, Optional.empty(), document);
    }

    DomainRules replace(String subject, String domain, ExpectedVersion expected, RuleDocument document) {
        if (!document.domain().equals(domain)) {
            throw AdministrationProblems.invalid("domain", "must be %s, as in the path".formatted(domain));
        }
        var next = log.next();
        var held = find(domain, expected);
        return held.document().equals(document.json()) ? held : set(subject, next, Optional.of(held), document);
    }

    /** From now on the rules of a file hold, if one has any for the domain. */
    void remove(String subject, String domain, ExpectedVersion expected) {
        var next = log.next();
        var held = find(domain, expected);
        store.remove(held);
        log.append(
                next,
                new Effect.RulesRemoved(domain),
                made(next, subject, Action.REMOVED, domain, Optional.of(held.document()), Optional.empty()));
    }

    private DomainRules find(String domain, ExpectedVersion expected) {
        var held = Optional.of(domain)
                .filter(RuleDocument::isDomain)
                .flatMap(store::rules)
                .orElseThrow(() -> AdministrationProblems.unknown("domain"));
        expected.check(held.version());
        return held;
    }

    private DomainRules set(String subject, Next next, Optional<DomainRules> held, RuleDocument document) {
        checkRoom(document);
        var rules = new DomainRules(document.domain(), document.json(), next.version(), next.at());
        store.put(rules);
        log.append(
                next,
                new Effect.RulesSet(rules),
                made(
                        next,
                        subject,
                        held.isPresent() ? Action.REPLACED : Action.CREATED,
                        rules.domain(),
                        held.map(DomainRules::document),
                        Optional.of(rules.document())));
        return rules;
    }

    private void checkRoom(RuleDocument document) {
        var others = store.sizeWithout(document.domain());
        if (others.count() >= settings.maxDomains()) {
            throw AdministrationProblems.tooMany("%d domains have rules".formatted(others.count()));
        }
        if (others.characters() + document.json().length() > settings.maxDocuments()) {
            throw AdministrationProblems.tooMany(
                    "The rules of all domains may have %d characters together".formatted(settings.maxDocuments()));
        }
    }

    private static AuditedChange made(
            Next next, String subject, Action action, String domain, Optional<String> before, Optional<String> after) {
        return new AuditedChange(
                next.version(), next.at(), subject, Kind.RULES, action, domain, Optional.empty(), before, after);
    }
}
