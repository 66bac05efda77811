package dev.casebook.lab.limiters.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.lab.limiters.trace.Commands.Domain;
import dev.casebook.lab.limiters.trace.Costs.Cost;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostsTest {

    private static Costs costs(String asked) {
        return new Costs(List.of(new Cost(Asked.parse(asked), new Domain("k", 150, 401), 1_234)));
    }

    @Test
    void tableSaysWhatADecisionCost() {
        assertThat(costs("GCRA|200|60|0").page().rows())
                .containsExactly(List.of("GCRA", "60", "0", "0.75", "2.01", "1,234 bytes"));
    }

    @Test
    void decisionThatFailedMakesItIncomplete() {
        assertThat(costs("GCRA|200|60|0").isComplete()).isTrue();
        assertThat(costs("GCRA|200|60|1").isComplete()).isFalse();
    }

    @Test
    void decisionsThatRedisToldNothingOfMakeItIncomplete() {
        var decided = new Asked("GCRA", 200, 60, 0);

        assertThat(new Costs(List.of(new Cost(decided, Domain.NOTHING, 0))).isComplete())
                .isFalse();
    }

    @Test
    void outcomeSurvivesTheWayThroughALine() {
        var asked = new Asked("sliding window log", 7_500, 2_388, 3);

        assertThat(Asked.parse(asked.line())).isEqualTo(asked);
    }
}
