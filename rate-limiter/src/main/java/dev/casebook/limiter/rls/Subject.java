package dev.casebook.limiter.rls;

import dev.casebook.limiter.rules.Match;
import dev.casebook.limiter.store.Demand;
import dev.casebook.limiter.store.Demand.Role;
import java.util.Optional;

/**
 * What a descriptor comes to.
 *
 * @param match absent when no limit holds for it
 */
record Subject(Optional<Match> match, long cost) {

    /** What the store is asked; nothing when there is nothing to count. */
    Optional<Demand> demand(boolean charged) {
        return match.flatMap(found -> found.limit()
                .algorithm()
                .map(algorithm -> new Demand(found.key(), algorithm, charged ? cost : 0, role())));
    }

    /** Whether it is refused without counting. */
    boolean forbidden() {
        return match.map(Match::limit)
                .filter(limit -> !limit.unlimited() && limit.requestsPerUnit() == 0)
                .isPresent();
    }

    boolean shadow() {
        return match.filter(found -> found.limit().shadow()).isPresent();
    }

    private Role role() {
        var limit = match.orElseThrow().limit();
        if (limit.shadow()) {
            return Role.SHADOW;
        }
        return limit.quota() ? Role.QUOTA : Role.REQUIRED;
    }
}
