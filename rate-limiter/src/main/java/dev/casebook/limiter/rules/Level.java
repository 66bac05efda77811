package dev.casebook.limiter.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of one depth below a domain or another rule: those for a value win over those with a wildcard, and these over those for any value. */
final class Level {

    private final Map<Entry, Rule> exact = new HashMap<>();
    private final Map<String, List<Pattern>> wildcards = new HashMap<>();

    private record Pattern(Glob glob, Rule rule) {}

    Level(List<Rule> rules) {
        for (var rule : rules) {
            if (Glob.is(rule.value())) {
                wildcards
                        .computeIfAbsent(rule.key(), _ -> new ArrayList<>())
                        .add(new Pattern(Glob.of(rule.value()), rule));
            } else {
                exact.put(new Entry(rule.key(), rule.value()), rule);
            }
        }
    }

    /** Wildcards are tried in the order of the file. */
    Optional<Rule> of(Entry entry) {
        var rule = exact.get(entry);
        if (rule != null) {
            return Optional.of(rule);
        }
        for (var pattern : wildcards.getOrDefault(entry.key(), List.of())) {
            if (pattern.glob().matches(entry.value())) {
                return Optional.of(pattern.rule());
            }
        }
        return Optional.ofNullable(exact.get(new Entry(entry.key(), "")));
    }
}
