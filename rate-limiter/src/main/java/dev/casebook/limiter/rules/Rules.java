package dev.casebook.limiter.rules;

import dev.casebook.limiter.algorithms.Meter;
import dev.casebook.limiter.algorithms.Rate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The rules of all files. */
public final class Rules {

    private final Mode mode;
    private final Map<String, Level> domains;
    private final Overrides overrides;

    private Rules(Mode mode, Map<String, Level> domains, Overrides overrides) {
        this.mode = mode;
        this.domains = Map.copyOf(domains);
        this.overrides = overrides;
    }

    /** In {@link Mode#STRICT}. */
    public static Rules parse(Map<String, String> files) {
        return parse(Mode.STRICT, files);
    }

    /**
     * @param files their contents by name
     * @throws InvalidRulesException at the first mistake, naming the file
     */
    public static Rules parse(Mode mode, Map<String, String> files) {
        var domains = new HashMap<String, Level>();
        files.forEach((name, content) -> {
            try {
                var file = RulesFile.of(mode, RulesText.parse(content));
                if (domains.putIfAbsent(file.domain(), file.top()) != null) {
                    throw new InvalidRulesException(
                            "domain", "duplicate domain '%s' in config file".formatted(file.domain()));
                }
            } catch (InvalidRulesException e) {
                throw e.in(name);
            }
        });
        return new Rules(mode, domains, Overrides.NONE);
    }

    /**
     * @param document what a file would hold
     * @throws InvalidRulesException at the first mistake
     */
    public static Rules of(Mode mode, Map<?, ?> document) {
        var file = RulesFile.of(mode, document);
        return new Rules(mode, Map.of(file.domain(), file.top()), Overrides.NONE);
    }

    /** A domain has its rules from the first of these that has any, and from that alone. Overrides are not taken over. */
    public static Rules merged(Mode mode, List<Rules> byPrecedence) {
        var domains = new HashMap<String, Level>();
        byPrecedence.forEach(rules -> rules.domains.forEach(domains::putIfAbsent));
        return new Rules(mode, domains, Overrides.NONE);
    }

    /** These rules with limits of single tenants before them. */
    public Rules with(List<LimitOverride> tenants, InstantSource clock) {
        return new Rules(mode, domains, Overrides.of(tenants, this::ruled, clock));
    }

    public Set<String> domains() {
        return domains.keySet();
    }

    /** Whether there are rules for it. */
    public boolean knows(String domain) {
        return domains.containsKey(domain);
    }

    /** The limit for a descriptor: its own override, or else of the rule that is as deep as the descriptor has entries. */
    public Optional<Match> match(String domain, List<Entry> descriptor) {
        return overrides.find(domain, descriptor).or(() -> ruled(domain, descriptor));
    }

    private Optional<Match> ruled(String domain, List<Entry> descriptor) {
        var matched = matched(domain, descriptor);
        return matched.isEmpty()
                ? Optional.empty()
                : matched.getLast()
                        .limit()
                        .map(limit -> new Match(
                                limit,
                                CounterKey.of(counter(matched, descriptor)),
                                path(limit, matched, descriptor),
                                false));
    }

    /**
     * The same for entries that have no order: they are put in that of an override, or else in the first one, going by their keys, that leads to a
     * rule with a limit.
     */
    public Optional<Match> match(String domain, Map<String, String> descriptor) {
        return overrides.find(domain, descriptor).or(() -> ruled(domain, descriptor));
    }

    private Optional<Match> ruled(String domain, Map<String, String> descriptor) {
        var entries = new TreeMap<>(descriptor)
                .entrySet().stream()
                        .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                        .toList();
        return Optional.ofNullable(domains.get(domain))
                .flatMap(level -> ordered(level, entries))
                .flatMap(ordered -> ruled(domain, ordered));
    }

    private static Optional<List<Entry>> ordered(Level level, List<Entry> entries) {
        for (var first : entries) {
            var rule = level.of(first);
            if (entries.size() == 1) {
                return rule.flatMap(Rule::limit).map(_ -> entries);
            }
            var others = entries.stream().filter(entry -> entry != first).toList();
            var rest = rule.flatMap(found -> ordered(found.below(), others));
            if (rest.isPresent()) {
                return rest.map(
                        found -> Stream.concat(Stream.of(first), found.stream()).toList());
            }
        }
        return Optional.empty();
    }

    /** How many may be at once at what a descriptor says: by the rule that is as deep as it has entries. */
    public Optional<Concurrency.Match> concurrency(String domain, List<Entry> descriptor) {
        var matched = matched(domain, descriptor);
        return matched.isEmpty()
                ? Optional.empty()
                : matched.getLast()
                        .concurrency()
                        .map(concurrency -> new Concurrency.Match(concurrency, counter(matched, descriptor)));
    }

    /** A rule for each entry, or none at all. */
    private List<Rule> matched(String domain, List<Entry> descriptor) {
        var level = Optional.ofNullable(domains.get(domain));
        var matched = new ArrayList<Rule>(descriptor.size());
        for (var entry : descriptor) {
            var rule = level.flatMap(rules -> rules.of(entry));
            if (rule.isEmpty()) {
                return List.of();
            }
            matched.add(rule.get());
            level = rule.map(Rule::below);
        }
        return matched;
    }

    private static String counter(List<Rule> matched, List<Entry> descriptor) {
        var counter = new StringBuilder();
        for (int i = 0; i < matched.size(); i++) {
            counter.append(matched.get(i).counter(descriptor.get(i))).append(';');
        }
        return counter.toString();
    }

    private static List<String> path(Limit limit, List<Rule> matched, List<Entry> descriptor) {
        boolean telling = matched.getLast().allTold();
        if (!telling && matched.stream().noneMatch(Rule::told)) {
            return limit.path();
        }
        return IntStream.range(0, matched.size())
                .mapToObj(i -> matched.get(i).metric(descriptor.get(i), telling))
                .toList();
    }

    /** A limit that the request itself brings, in place of any rule: for a domain that there is, with counters apart from the rules'. */
    public Optional<Match> override(String domain, List<Entry> descriptor, Unit unit, long requestsPerUnit) {
        if (!knows(domain)) {
            return Optional.empty();
        }
        Optional<Meter> meter = requestsPerUnit > 0
                ? Optional.of(Meter.of(LimitFields.unnamed(mode, new Rate(requestsPerUnit, unit.micros()))))
                : Optional.empty();
        var path = descriptor.stream().map(Entry::key).toList();
        var limit = new Limit(
                "",
                Set.of(),
                Optional.of(unit),
                requestsPerUnit,
                meter,
                false,
                false,
                OnFailure.ERROR,
                Map.of(),
                path,
                Limit.label("", path));
        // No entry has an empty counter, so nothing else begins so.
        var counter = descriptor.stream()
                .map(Rule::counterOf)
                .collect(Collectors.joining(";", ";%s;%d;".formatted(unit, requestsPerUnit), ";"));
        var told = descriptor.stream()
                .map(entry -> Rule.metricOf(entry.key(), entry.value()))
                .toList();
        return Optional.of(new Match(limit, CounterKey.of(counter), told, false));
    }
}
