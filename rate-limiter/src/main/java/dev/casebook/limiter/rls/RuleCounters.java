package dev.casebook.limiter.rls;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** What is counted for one rule. */
final class RuleCounters {

    private static final double NEAR = 0.8;

    private final Total totalHits;
    private final Total overLimit;
    private final Total overLimitFromMemory;
    private final Total nearLimit;
    private final Total withinLimit;
    private final Total shadowMode;

    /**
     * @param shadow whether the refusal was not told
     * @param charged whether the request passed
     * @param remaining afterwards
     */
    record Outcome(boolean refused, boolean shadow, boolean charged, boolean remembered, long remaining, long limit) {}

    /** A rule that is nested deeper than two levels has the names of all further ones in {@code key2}. */
    RuleCounters(MeterRegistry registry, String prefix, String domain, List<String> path) {
        String[] tags = {
            "domain", domain,
            "key1", path.getFirst(),
            "key2", String.join(".", path.subList(1, path.size()))
        };
        totalHits = Total.registered(registry, prefix + "total_hits", tags);
        overLimit = Total.registered(registry, prefix + "over_limit", tags);
        overLimitFromMemory = Total.registered(registry, prefix + "over_limit_with_local_cache", tags);
        nearLimit = Total.registered(registry, prefix + "near_limit", tags);
        withinLimit = Total.registered(registry, prefix + "within_limit", tags);
        shadowMode = Total.registered(registry, prefix + "shadow_mode", tags);
    }

    void count(long cost, Outcome outcome) {
        totalHits.add(cost);
        if (outcome.refused()) {
            overLimit.add(cost);
            overLimitFromMemory.add(outcome.remembered() ? cost : 0);
            shadowMode.add(outcome.shadow() ? cost : 0);
        } else if (outcome.charged()) {
            withinLimit.add(cost);
            nearLimit.add(near(cost, outcome));
        }
    }

    /** How many of the hits came when four fifths of the limit were used. */
    private static long near(long cost, Outcome outcome) {
        long used = outcome.limit() - outcome.remaining();
        return Math.clamp(used - (long) Math.floor(NEAR * outcome.limit()), 0, cost);
    }
}
