package dev.casebook.limiter.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One file: a domain and its rules. */
record RulesFile(String domain, Level top) {

    static RulesFile of(Mode mode, Map<?, ?> document) {
        var root = new Node(document, "");
        KnownKeys.check(root);
        var domain = root.text("domain");
        if (domain.isEmpty()) {
            throw root.invalid("domain", "config file cannot have empty domain");
        }
        return new RulesFile(domain, level(mode, domain, List.of(), root.list("descriptors")));
    }

    private static Level level(Mode mode, String domain, List<String> parents, List<Node> descriptors) {
        var rules = new ArrayList<Rule>();
        var seen = new HashSet<String>();
        for (var descriptor : descriptors) {
            var key = descriptor.text("key");
            if (key.isEmpty()) {
                throw descriptor.invalid("key", "descriptor has empty key");
            }
            var value = descriptor.text("value");
            var name = Rule.metricOf(key, value);
            var path = Stream.concat(parents.stream(), Stream.of(name)).toList();
            if (!seen.add(name)) {
                throw descriptor.invalid(
                        "key", "duplicate descriptor composite key '%s.%s'".formatted(domain, String.join(".", path)));
            }
            rules.add(new Rule(
                    key,
                    value,
                    descriptor.flag("share_threshold") && Glob.is(value),
                    descriptor.flag("value_to_metric"),
                    descriptor.flag("detailed_metric"),
                    limit(mode, path, descriptor),
                    concurrency(path, descriptor),
                    level(mode, domain, path, descriptor.list("descriptors"))));
        }
        return new Level(rules);
    }

    private static Optional<Limit> limit(Mode mode, List<String> path, Node descriptor) {
        return descriptor.has("rate_limit")
                ? Optional.of(LimitFields.limit(mode, path, descriptor, descriptor.below("rate_limit")))
                : Optional.empty();
    }

    private static Optional<Concurrency> concurrency(List<String> path, Node descriptor) {
        return descriptor.has("concurrency")
                ? Optional.of(Concurrency.of(path, descriptor.below("concurrency")))
                : Optional.empty();
    }
}
