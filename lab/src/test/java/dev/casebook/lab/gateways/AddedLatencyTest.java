package dev.casebook.lab.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AddedLatencyTest {

    private final AddedLatency added = new AddedLatency(9000);

    @Test
    void latencyIsComparedWithinARoundAtHalfOfWhatOursTakes() {
        round(1, 2, 1.5);
        // A machine that is slow for a round is so for all.
        round(10, 20, 15);

        assertThat(added.page().rows())
                .containsExactly(
                        List.of("no gateway", "0.10 ms", "5.50 ms", "–", "2 of 2"),
                        List.of("casebook", "0.10 ms", "11.00 ms", "5.50 ms", "2 of 2"),
                        List.of("nginx", "0.10 ms", "8.25 ms", "2.75 ms", "2 of 2"));
        assertThat(added.bar())
                .contains("bar    added p99 at 4,500 a second, casebook beside nginx: 2.00; wanted at most 2.0: met");
    }

    @Test
    void whoAddsMoreThanTwiceAsMuchMissesTheBar() {
        round(1, 3, 1.5);

        assertThat(added.bar().orElseThrow()).contains("4.00").endsWith("NOT met");
    }

    @Test
    void withoutAPeerThereIsNoBar() {
        added.add(Costs.DIRECT, cost(1));
        added.add(Costs.OURS, cost(2));

        assertThat(added.bar()).isEmpty();
    }

    private void round(double direct, double ours, double peer) {
        added.add(Costs.DIRECT, cost(direct));
        added.add(Costs.OURS, cost(ours));
        added.add(Costs.PEER, cost(peer));
    }

    private static Cost cost(double p99Millis) {
        return new Cost(Optional.of(20.0), 0.1, p99Millis, true);
    }
}
