package dev.casebook.limiter.rules;

import dev.casebook.limiter.algorithms.Algorithm;
import dev.casebook.limiter.algorithms.Meter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a rule says about the requests that it matches.
 *
 * @param name by which the {@code replaces} of others know it; may be empty
 * @param replaces names of the limits that do not count in a request where this one does
 * @param unit absent when unlimited
 * @param requestsPerUnit 0 forbids every request
 * @param meter absent when there is nothing to count: unlimited, or 0 requests
 * @param shadow refusals are counted, not told
 * @param quota a request is refused only when all its quotas are used up
 * @param metadata what the rule says for others to read: texts, numbers, booleans, lists and maps, as YAML has them
 * @param path where the rule stands in its domain: the key of each level, with its value where the rule has one
 * @param label by which callers know it: its name, or else its path; printable ASCII
 */
public record Limit(
        String name,
        Set<String> replaces,
        Optional<Unit> unit,
        long requestsPerUnit,
        Optional<Meter> meter,
        boolean shadow,
        boolean quota,
        OnFailure onFailure,
        Map<String, Object> metadata,
        List<String> path,
        String label) {

    public Limit {
        replaces = Set.copyOf(replaces);
        // A copy that may have null, as YAML may.
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        path = List.copyOf(path);
    }

    static String label(String name, List<String> path) {
        return (name.isEmpty() ? String.join(".", path) : name).replaceAll("[^\\x20-\\x7e]", "_");
    }

    /** How much this one allows, and the rest as that one has it. */
    Limit inPlaceOf(Limit rule, OnFailure failing) {
        return new Limit(
                rule.name,
                rule.replaces,
                unit,
                requestsPerUnit,
                meter,
                rule.shadow,
                rule.quota,
                failing,
                rule.metadata,
                rule.path,
                rule.label);
    }

    public boolean unlimited() {
        return unit.isEmpty();
    }

    public Optional<Algorithm<?>> algorithm() {
        return meter.map(Meter::algorithm);
    }
}
