package dev.casebook.lab.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CostsTest {

    @Test
    void cpuIsComparedWithinARound() {
        var costs = new Costs();
        // A machine that is twice as slow in the second round is so for both.
        costs.add("casebook", cost(20));
        costs.add("nginx", cost(10));
        costs.add("casebook", cost(40));
        costs.add("nginx", cost(20));

        assertThat(costs.page(1000).rows().getFirst())
                .isEqualTo(List.of("casebook", "30.0 µs", "2.00", "33,333", "1.00 ms", "2.00 ms", "2 of 2"));
    }

    @Test
    void withoutAPeerThereIsNothingToCompareWith() {
        var costs = new Costs();
        costs.add(Costs.DIRECT, new Cost(Optional.empty(), 0.5, 1, false));

        assertThat(costs.page(1000).rows())
                .containsExactly(List.of("no gateway", "–", "–", "–", "0.50 ms", "1.00 ms", "0 of 1"));
    }

    @Test
    void barWithLimitsNeedsLimitsThatDecided() {
        var costs = new Costs();
        costs.add(Costs.OURS_WITH_ALL, cost(20));
        costs.add(Costs.PEER, cost(10));

        assertThat(costs.bars(true)).singleElement().asString().endsWith("2.00; wanted at most 3.7: met");
        assertThat(costs.bars(false)).singleElement().asString().endsWith("not measured, since leases did not decide");
    }

    private static Cost cost(double cpuMicros) {
        return new Cost(Optional.of(cpuMicros), 1, 2, true);
    }
}
