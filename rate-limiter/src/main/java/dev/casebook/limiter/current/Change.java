package dev.casebook.limiter.current;

import java.util.UUID;

/**
 * One step from a revision of everything that administration has to the next.
 *
 * @param history of the database; revisions of another one compare with none of this
 * @param revision grows by one with each change of anything
 */
public record Change(UUID history, long revision, Effect effect) {

    /** What it does. */
    public sealed interface Effect {

        /** Made or replaced. */
        record RulesSet(DomainRules rules) implements Effect {}

        record RulesRemoved(String domain) implements Effect {}

        /** Made or replaced. */
        record OverrideSet(TenantOverride override) implements Effect {}

        record OverrideRemoved(UUID id) implements Effect {}
    }
}
