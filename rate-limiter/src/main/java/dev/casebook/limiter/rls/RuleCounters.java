package dev.casebook.limiter.rls;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** What is counted for one rule. */
final class RuleCounters {

    /** A float, as there, so that its product is cut to the same whole number. */
    private static final float NEAR = 0.8f;

    private final Total totalHits;
    private final Total overLimit;
    private final Total overLimitFromMemory;
    private final Total nearLimit;
    private final Total withinLimit;
    private final Total shadowMode;

    /**
     * @param shadow whether the refusal was not told
     * @param charged whether its hits were counted
     * @param remaining afterwards; negative when refused hits count and so many are beyond the limit
     */
    record Outcome(boolean refused, boolean shadow, boolean charged, boolean remembered, long remaining, long limit) {}

    /** @param path of more than two levels has all but the first in {@code key2} */
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
            long over = over(cost, outcome);
            overLimit.add(over);
            nearLimit.add(Math.min(cost - over, outcome.limit() - near(outcome)));
            overLimitFromMemory.add(outcome.remembered() ? cost : 0);
            shadowMode.add(outcome.shadow() ? over : 0);
        } else if (outcome.charged()) {
            withinLimit.add(cost);
            nearLimit.add(Math.clamp(outcome.limit() - outcome.remaining() - near(outcome), 0, cost));
        }
    }

    /** Of hits that are counted although they are refused, those up to the limit are not over it. */
    private static long over(long cost, Outcome outcome) {
        return outcome.remaining() < 0 && !outcome.remembered() ? Math.min(cost, -outcome.remaining()) : cost;
    }

    /** From how many hits on a limit is nearly used up. */
    private static long near(Outcome outcome) {
        return (long) (outcome.limit() * NEAR);
    }
}
