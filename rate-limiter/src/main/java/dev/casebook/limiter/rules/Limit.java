package dev.casebook.limiter.rules;

import dev.casebook.limiter.algorithms.Algorithm;
import java.util.Optional;
import java.util.Set;

/**
 * What a rule says about the requests that it matches.
 *
 * @param name by which the {@code replaces} of others know it; may be empty
 * @param replaces names of the limits that do not count in a request where this one does
 * @param unit absent when unlimited
 * @param requestsPerUnit 0 forbids every request
 * @param algorithm absent when there is nothing to count: unlimited, or 0 requests
 * @param shadow refusals are counted, not told
 * @param quota a request is refused only when all its quotas are used up
 */
public record Limit(
        String name,
        Set<String> replaces,
        Optional<Unit> unit,
        long requestsPerUnit,
        Optional<Algorithm<?>> algorithm,
        boolean shadow,
        boolean quota) {

    public Limit {
        replaces = Set.copyOf(replaces);
    }

    public boolean unlimited() {
        return unit.isEmpty();
    }
}
