package dev.casebook.limiter.rules;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Finds the override of a descriptor in one step, however many there are; what it comes to is worked out before. */
final class Overrides {

    static final Overrides NONE = new Overrides(Map.of(), InstantSource.system());

    private final Map<String, Domain> domains;
    private final InstantSource clock;

    private record Overridden(Match match, Optional<Instant> until) {

        boolean holds(InstantSource clock) {
            return until.isEmpty() || clock.instant().isBefore(until.get());
        }
    }

    private record Domain(Map<List<Entry>, Overridden> ordered, Map<Map<String, String>, Overridden> unordered) {}

    private Overrides(Map<String, Domain> domains, InstantSource clock) {
        this.domains = domains;
        this.clock = clock;
    }

    /** @param rules what holds for the descriptor of a domain without them */
    static Overrides of(
            List<LimitOverride> overrides,
            BiFunction<String, List<Entry>, Optional<Match>> rules,
            InstantSource clock) {
        var domains = new HashMap<String, Domain>();
        for (var override : overrides) {
            var rule = rules.apply(override.domain(), override.descriptor());
            var overridden = new Overridden(override.match(rule), override.until());
            var domain = domains.computeIfAbsent(override.domain(), _ -> new Domain(new HashMap<>(), new HashMap<>()));
            domain.ordered().put(override.descriptor(), overridden);
            domain.unordered().putIfAbsent(unordered(override.descriptor()), overridden);
        }
        return new Overrides(domains, clock);
    }

    private static Map<String, String> unordered(List<Entry> descriptor) {
        return descriptor.stream().collect(Collectors.toMap(Entry::key, Entry::value, (first, _) -> first));
    }

    Optional<Match> find(String domain, List<Entry> descriptor) {
        var overrides = domains.get(domain);
        return overrides == null ? Optional.empty() : match(overrides.ordered().get(descriptor));
    }

    Optional<Match> find(String domain, Map<String, String> descriptor) {
        var overrides = domains.get(domain);
        return overrides == null
                ? Optional.empty()
                : match(overrides.unordered().get(descriptor));
    }

    private Optional<Match> match(Overridden found) {
        return Optional.ofNullable(found)
                .filter(overridden -> overridden.holds(clock))
                .map(Overridden::match);
    }
}
