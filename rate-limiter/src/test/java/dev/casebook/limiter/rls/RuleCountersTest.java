package dev.casebook.limiter.rls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.limiter.rls.RuleCounters.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The numbers are what envoyproxy/ratelimit counts for the same hits. */
class RuleCountersTest {

    private static final long LIMIT = 10;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RuleCounters counters = new RuleCounters(registry, "", "d", List.of("k"));

    @Test
    void hitsThatCrossTheLimitAreSplit() {
        counters.count(7, new Outcome(false, false, true, false, 3, LIMIT));
        counters.count(7, new Outcome(true, false, true, false, -4, LIMIT));

        assertCounts(14, 7, 2, 4, 0);
    }

    @Test
    void hitsBeyondTheLimitAreAllOverIt() {
        counters.count(3, new Outcome(true, false, true, false, -9, LIMIT));

        assertCounts(3, 0, 0, 3, 0);
    }

    @Test
    void aShadowCountsWhatItWouldHaveRefused() {
        counters.count(7, new Outcome(true, true, true, false, -4, LIMIT));

        assertCounts(7, 0, 2, 4, 4);
    }

    @Test
    void whatIsRefusedWithoutBeingCountedIsOverTheLimitAsAWhole() {
        counters.count(7, new Outcome(true, false, false, false, 3, LIMIT));

        assertCounts(7, 0, 0, 7, 0);
    }

    @Test
    void whatAnotherLimitRefusedIsNotWithinThisOne() {
        counters.count(7, new Outcome(false, false, false, false, 10, LIMIT));

        assertCounts(7, 0, 0, 0, 0);
    }

    private void assertCounts(long total, long within, long near, long over, long shadow) {
        assertThat(List.of("total_hits", "within_limit", "near_limit", "over_limit", "shadow_mode"))
                .extracting(name -> (long) registry.get(name).gauge().value())
                .containsExactly(total, within, near, over, shadow);
    }
}
