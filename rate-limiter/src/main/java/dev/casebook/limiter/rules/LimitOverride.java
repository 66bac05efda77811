package dev.casebook.limiter.rules;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A limit for exactly one descriptor, in place of what the rules say of it: one tenant's.
 *
 * @param onFailure absent when the rule's, if there is one, still holds
 * @param until the first instant at which it no longer holds; absent: for ever
 */
public record LimitOverride(
        String domain, List<Entry> descriptor, Limit limit, Optional<OnFailure> onFailure, Optional<Instant> until) {

    private static final Set<String> KEYS =
            Set.of("unit", "requests_per_unit", "unlimited", "algorithm", "burst", "on_failure");

    public LimitOverride {
        descriptor = List.copyOf(descriptor);
    }

    /**
     * @param fields as those of a {@code rate_limit}: how much is allowed, and {@code on_failure}
     * @throws InvalidRulesException naming the field below {@code limit}
     */
    public static LimitOverride parse(
            Mode mode, String domain, List<Entry> descriptor, Map<?, ?> fields, Optional<Instant> until) {
        var limit = new Node(fields, "limit");
        KnownKeys.check(limit, KEYS);
        var path = descriptor.stream().map(Entry::key).toList();
        return new LimitOverride(
                domain,
                descriptor,
                LimitFields.limit(mode, path, new Node(Map.of(), ""), limit),
                limit.has("on_failure") ? Optional.of(LimitFields.onFailure(limit)) : Optional.empty(),
                until);
    }

    /** @param rule what would hold without this */
    Match match(Optional<Match> rule) {
        var entries = new StringBuilder();
        descriptor.forEach(entry -> entries.append(Rule.counterOf(entry)).append(';'));
        var key = CounterKey.of(entries.toString());
        return rule.map(ruled -> new Match(
                        limit.inPlaceOf(
                                ruled.limit(), onFailure.orElse(ruled.limit().onFailure())),
                        key,
                        ruled.path(),
                        true))
                .orElseGet(() -> new Match(limit, key, limit.path(), true));
    }
}
