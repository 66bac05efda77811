package dev.casebook.limiter.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** One file: a domain and its rules. */
record RulesFile(String domain, Level top) {

    static RulesFile parse(Mode mode, String content) {
        var root = new Node(load(content));
        KnownKeys.check(root.object());
        var domain = root.text("domain");
        if (domain.isEmpty()) {
            throw new InvalidRulesException("config file cannot have empty domain");
        }
        return new RulesFile(domain, level(mode, domain, List.of(), root.list("descriptors")));
    }

    private static Map<?, ?> load(String content) {
        try {
            return switch (new Yaml(new SafeConstructor(new LoaderOptions())).<Object>load(content)) {
                case Map<?, ?> object -> object;
                case null -> Map.of();
                default -> throw new InvalidRulesException("error loading config file: not a map");
            };
        } catch (YAMLException e) {
            throw new InvalidRulesException("error loading config file: " + e.getMessage());
        }
    }

    private static Level level(Mode mode, String domain, List<String> parents, List<Node> descriptors) {
        var rules = new ArrayList<Rule>();
        var seen = new HashSet<String>();
        for (var descriptor : descriptors) {
            var key = descriptor.text("key");
            if (key.isEmpty()) {
                throw new InvalidRulesException("descriptor has empty key");
            }
            var value = descriptor.text("value");
            var name = Rule.metricOf(key, value);
            var path = Stream.concat(parents.stream(), Stream.of(name)).toList();
            if (!seen.add(name)) {
                throw new InvalidRulesException(
                        "duplicate descriptor composite key '%s.%s'".formatted(domain, String.join(".", path)));
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
