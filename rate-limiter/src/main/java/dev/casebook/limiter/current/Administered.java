package dev.casebook.limiter.current;

import dev.casebook.limiter.current.Change.Effect;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Everything that administration has, at one revision. Never older than what it replaces: revisions decide, as long as the history is the same.
 *
 * @param domains rules by domain
 */
public record Administered(
        UUID history, long revision, Map<String, DomainRules> domains, Map<UUID, TenantOverride> overrides) {

    /** Of no database: whatever is read replaces it. */
    static final Administered NOTHING = new Administered(new UUID(0, 0), 0, Map.of(), Map.of());

    public Administered {
        domains = Map.copyOf(domains);
        overrides = Map.copyOf(overrides);
    }

    /** Whether that is a later state than this, or of another database. */
    boolean isFollowedBy(Administered other) {
        return !history.equals(other.history) || other.revision > revision;
    }

    /** Whether this has the change already. */
    boolean has(Change change) {
        return history.equals(change.history()) && change.revision() <= revision;
    }

    /** Whether nothing is missing between this and the change. */
    boolean precedes(Change change) {
        return history.equals(change.history()) && change.revision() == revision + 1;
    }

    Administered after(Change change) {
        var nextDomains = new HashMap<>(domains);
        var nextOverrides = new HashMap<>(overrides);
        switch (change.effect()) {
            case Effect.RulesSet(var rules) -> nextDomains.put(rules.domain(), rules);
            case Effect.RulesRemoved(var domain) -> nextDomains.remove(domain);
            case Effect.OverrideSet(var override) -> {
                // One that was over may have been there until now.
                nextOverrides.values().removeIf(other -> other.isOfSameDescriptor(override));
                nextOverrides.put(override.id(), override);
            }
            case Effect.OverrideRemoved(var id) -> nextOverrides.remove(id);
        }
        return new Administered(history, change.revision(), nextDomains, nextOverrides);
    }

    /** Without the overrides that have been over since before that instant: nobody deletes them one by one. */
    Administered without(Instant overBefore) {
        var kept = new HashMap<>(overrides);
        kept.values().removeIf(override -> override.overBefore(overBefore));
        return new Administered(history, revision, domains, kept);
    }
}
