package dev.casebook.limiter.rls;

import dev.casebook.limiter.algorithms.CountingWindow;
import dev.casebook.limiter.rules.Limit;
import dev.casebook.limiter.rules.Match;
import dev.casebook.limiter.store.Demand;
import dev.casebook.limiter.store.Demand.Role;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What a descriptor comes to.
 *
 * @param match absent when no limit holds for it
 */
record Subject(Optional<Match> match, long cost) {

    /** What the store is asked; nothing when there is nothing to count. */
    Optional<Demand> demand(long hits) {
        return match.flatMap(found ->
                found.limit().meter().map(meter -> new Demand(found.key(), meter.terms(), hits, role(found.limit()))));
    }

    /** What it is to be charged where a limit of no requests refuses: nothing, unless it counts what is refused. */
    long costOfRefusal() {
        return match.flatMap(found -> found.limit().meter())
                .filter(meter -> meter.algorithm() instanceof CountingWindow)
                .map(_ -> cost)
                .orElse(0L);
    }

    /** Whether it has a counter. */
    boolean counts() {
        return match.filter(found -> found.limit().meter().isPresent()).isPresent();
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

    /** Absent when nothing limits it. */
    private Optional<Role> role() {
        return match.map(Match::limit).filter(limit -> !limit.unlimited()).map(Subject::role);
    }

    private static Role role(Limit limit) {
        if (limit.shadow()) {
            return Role.SHADOW;
        }
        return limit.quota() ? Role.QUOTA : Role.REQUIRED;
    }

    /**
     * Whether their request may proceed.
     *
     * @param admitted whether the limit of the subject at this place admits it
     */
    static boolean admit(List<Subject> subjects, IntPredicate admitted) {
        int[] limited = IntStream.range(0, subjects.size())
                .filter(i -> subjects.get(i).role().isPresent())
                .toArray();
        var roles = IntStream.of(limited)
                .mapToObj(i -> subjects.get(i).role().orElseThrow())
                .toList();
        return Role.admits(roles, i -> admitted.test(limited[i]));
    }
}
