package dev.casebook.limiter.administration;

import dev.casebook.limiter.administration.AuditedChange.Action;
import dev.casebook.limiter.administration.AuditedChange.Kind;
import dev.casebook.limiter.administration.ChangeLog.Next;
import dev.casebook.limiter.current.Change.Effect;
import dev.casebook.limiter.current.TenantOverride;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** What happens to overrides. Part of the caller's transaction. */
@Singleton
final class OverrideAdministration {

    private final RuleStore store;
    private final ChangeLog log;
    private final OverrideBodies bodies;
    private final AdministrationSettings settings;

    OverrideAdministration(RuleStore store, ChangeLog log, OverrideBodies bodies, AdministrationSettings settings) {
        this.store = store;
        this.log = log;
        this.bodies = bodies;
        this.settings = settings;
    }

    TenantOverride create(String subject, NewOverrideRequest request) {
        var next = log.next();
        var override = bodies.read(UUID.randomUUID(), request, next);
        store.like(override).ifPresent(held -> replaceOver(held, next));
        if (store.overrides() >= settings.maxOverrides()) {
            throw AdministrationProblems.tooMany("There are %d overrides".formatted(settings.maxOverrides()));
        }
        set(subject, next, Optional.empty(), override);
        return override;
    }

    TenantOverride replace(String subject, UUID id, ExpectedVersion expected, OverrideEditRequest request) {
        var next = log.next();
        var held = find(id, expected);
        var override = bodies.read(
                id, new NewOverrideRequest(held.domain(), held.descriptor(), request.limit(), request.until()), next);
        if (override.limit().equals(held.limit()) && override.until().equals(held.until())) {
            return held;
        }
        set(subject, next, Optional.of(held), override);
        return override;
    }

    /** From now on the rules hold. */
    void remove(String subject, UUID id, ExpectedVersion expected) {
        var next = log.next();
        var held = find(id, expected);
        store.remove(held);
        log.append(
                next,
                new Effect.OverrideRemoved(id),
                made(next, subject, Action.REMOVED, held, Optional.of(bodies.json(held)), Optional.empty()));
    }

    private TenantOverride find(UUID id, ExpectedVersion expected) {
        var held = store.override(id).orElseThrow(() -> AdministrationProblems.unknown("override"));
        expected.check(held.version());
        return held;
    }

    /** One that is over is as good as none. */
    private void replaceOver(TenantOverride held, Next next) {
        if (held.until().filter(until -> !until.isAfter(next.at())).isEmpty()) {
            throw AdministrationProblems.taken("descriptor", "has the override %s".formatted(held.id()));
        }
        store.remove(held);
    }

    private void set(String subject, Next next, Optional<TenantOverride> held, TenantOverride override) {
        store.put(override);
        log.append(
                next,
                new Effect.OverrideSet(override),
                made(
                        next,
                        subject,
                        held.isPresent() ? Action.REPLACED : Action.CREATED,
                        override,
                        held.map(bodies::json),
                        Optional.of(bodies.json(override))));
    }

    private static AuditedChange made(
            Next next,
            String subject,
            Action action,
            TenantOverride override,
            Optional<String> before,
            Optional<String> after) {
        return new AuditedChange(
                next.version(),
                next.at(),
                subject,
                Kind.OVERRIDE,
                action,
                override.domain(),
                Optional.of(override.id()),
                before,
                after);
    }
}
