package dev.casebook.lab.redirects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.lab.report.Result;
import dev.casebook.lab.report.Results;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private static final Result GOOD = Results.passed();
    private static final Result BAD = Results.empty("status 503", "Everything went wrong.");

    private final Rounds rounds = new Rounds(Bar.AIM);

    private static Control control(double p99Millis, boolean held) {
        return new Control(p99Millis, held, 1_000);
    }

    private static Control quick() {
        return control(2.1, true);
    }

    @Test
    void threeGoodRoundsWithQuickControlsPass() {
        rounds.add(quick(), GOOD);
        rounds.add(quick(), GOOD);
        assertThat(rounds.passed()).isFalse();

        rounds.add(quick(), GOOD);

        assertThat(rounds.passed()).isTrue();
        assertThat(rounds.text()).startsWith("Passed.").contains("2.10 ms", "4.20 ms", "2.0 ", "1,000", "yes");
    }

    @Test
    void roundWithASlowControlDoesNotCountButIsShown() {
        rounds.add(quick(), GOOD);
        rounds.add(quick(), GOOD);
        rounds.add(control(5, true), GOOD);

        assertThat(rounds.passed()).isFalse();
        assertThat(rounds.text()).startsWith("Not passed.").contains("5.00 ms");
    }

    @Test
    void roundWhoseControlWasNotHeldDoesNotCount() {
        rounds.add(quick(), GOOD);
        rounds.add(quick(), GOOD);
        rounds.add(control(2, false), GOOD);

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

    @Test
    void lessThanTheBarDoesNotPassAndSaysWhatWasLess() {
        var small = new Rounds(new Bar(100, Duration.ofSeconds(20), 10_000, 0));
        small.add(quick(), GOOD);
        small.add(quick(), GOOD);
        small.add(quick(), GOOD);

        assertThat(small.passed()).isFalse();
        assertThat(small.text())
                .startsWith("Not the bar: 100 requests/s of 8,000, 20 s of 300, 10,000 links of 1,000,000, "
                        + "fewer than one creation for 100 redirects. At this load the rounds are good.");
    }
}
