package dev.casebook.limiter.rls;

import dev.casebook.limiter.algorithms.Decision;
import java.util.List;
import java.util.Optional;

/** What became of a request. */
record Ruling(boolean admitted, Source source, List<Part> parts) {

    /**
     * Of one descriptor.
     *
     * @param decision absent when nothing was counted
     */
    record Part(Subject subject, Optional<Decision> decision) {

        /** Whether it passes since nobody could count it: then nobody knows how its limit stands. */
        boolean uncounted() {
            return subject.counts() && decision.isEmpty();
        }

        /** Whether its limit refused, told or not. */
        boolean refused() {
            return subject.forbidden()
                    || decision.filter(made -> !made.admitted()).isPresent();
        }
    }

    /** @param decisions one for each subject that counts, in their order */
    static Ruling of(List<Subject> subjects, boolean admitted, Source source, List<Decision> decisions) {
        var next = decisions.iterator();
        return new Ruling(
                admitted,
                source,
                subjects.stream()
                        .map(subject -> new Part(subject, subject.counts() ? counted(next.next()) : Optional.empty()))
                        .toList());
    }

    private static Optional<Decision> counted(Decision decision) {
        return decision == FailurePolicy.OPEN ? Optional.empty() : Optional.of(decision);
    }
}
