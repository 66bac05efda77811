package dev.casebook.limiter.algorithms;

import java.util.ArrayList;
import java.util.List;

/** A key under an algorithm: holds the state between decisions, as a store would. */
final class Key<S> {

    private final Algorithm<S> algorithm;
    private S state;

    private Key(Algorithm<S> algorithm, S state) {
        this.algorithm = algorithm;
        this.state = state;
    }

    static <S> Key<S> of(Algorithm<S> algorithm) {
        return new Key<>(algorithm, algorithm.fresh());
    }

    Decision hit(long now, long cost) {
        var step = algorithm.decide(state, now, cost);
        state = step.state();
        return step.decision();
    }

    Decision check(long now, long cost) {
        return algorithm.decide(state, now, cost).decision();
    }

    /** Lives through a trace; what was admitted, with the instants. */
    List<Admitted> live(long start, List<Hit> trace) {
        var admitted = new ArrayList<Admitted>();
        long now = start;
        for (var hit : trace) {
            now += hit.gap();
            var decision = hit(now, hit.cost());
            if (decision.admitted()) {
                admitted.add(new Admitted(now + decision.delay(), hit.cost()));
            }
        }
        return admitted;
    }

    /** @param at when it may proceed */
    record Admitted(long at, long cost) {

        /** The most that was admitted in any period of a length, wherever it starts. */
        static long most(List<Admitted> admitted, long length) {
            return admitted.stream()
                    .mapToLong(first -> admitted.stream()
                            .filter(other -> other.at() >= first.at() && other.at() - first.at() < length)
                            .mapToLong(Admitted::cost)
                            .sum())
                    .max()
                    .orElse(0);
        }
    }
}
