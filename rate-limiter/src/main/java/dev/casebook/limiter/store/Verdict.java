package dev.casebook.limiter.store;

import dev.casebook.limiter.algorithms.Decision;
import java.util.List;

/**
 * What became of a {@link Request}.
 *
 * @param now microseconds since 1970 by the clock of the store, when it decided
 * @param decisions one for each demand, in their order; when one of them is refused, the others say how things stand uncharged
 */
public record Verdict(long now, List<Decision> decisions) {

    public boolean admitted() {
        return decisions.stream().allMatch(Decision::admitted);
    }
}
