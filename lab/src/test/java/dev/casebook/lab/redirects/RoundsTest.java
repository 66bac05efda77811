package dev.casebook.lab.redirects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.lab.load.Outcome;
import dev.casebook.lab.load.Turns;
import dev.casebook.lab.report.Result;
import dev.casebook.lab.report.Results;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private static final Result GOOD = Results.passed();
    private static final Result BAD = Results.empty("status 503", "Everything went wrong.");

    private final Rounds rounds = new Rounds();

    private static Outcome control(long p99Micros, long onTime) {
        var latency = new Histogram(3);
        latency.recordValueWithCount(p99Micros, 1_000);
        return new Outcome(
                Turns.REAL_TIME,
                1_000,
                onTime,
                1_000,
                new TreeMap<>(),
                latency,
                new Histogram(3),
                0,
                1_000,
                1_000,
                new Histogram(3));
    }

    private static Outcome quick() {
        return control(2_100, 1_000);
    }

    @Test
    void threeGoodRoundsWithQuickControlsPass() {
        rounds.add(quick(), GOOD);
        rounds.add(quick(), GOOD);
        assertThat(rounds.passed()).isFalse();

        rounds.add(quick(), GOOD);

        assertThat(rounds.passed()).isTrue();
        assertThat(rounds.text()).startsWith("Passed.").contains("2.10 ms", "4.20 ms", "2.0 ", "yes");
    }

    @Test
    void roundWithASlowControlDoesNotCountButIsShown() {
        rounds.add(quick(), GOOD);
        rounds.add(quick(), GOOD);
        rounds.add(control(5_000, 1_000), GOOD);

        assertThat(rounds.passed()).isFalse();
        assertThat(rounds.text()).startsWith("Not passed.").contains("5.00 ms");
    }

    @Test
    void roundWhoseControlWasNotHeldDoesNotCount() {
        rounds.add(quick(), GOOD);
        rounds.add(quick(), GOOD);
        rounds.add(control(2_000, 900), GOOD);

        assertThat(rounds.passed()).isFalse();
    }

    @Test
    void oneBadRoundThatCountsFailsAll() {
        rounds.add(quick(), GOOD);
        rounds.add(quick(), GOOD);
        rounds.add(quick(), GOOD);
        rounds.add(quick(), BAD);

        assertThat(rounds.passed()).isFalse();
    }
}
