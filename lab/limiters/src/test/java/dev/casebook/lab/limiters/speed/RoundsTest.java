package dev.casebook.lab.limiters.speed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.lab.limiters.speed.callers.Limit;
import dev.casebook.lab.limiters.speed.callers.Order;
import dev.casebook.lab.limiters.speed.callers.Tally;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private static Round round(String contestant, int number, long decisions) {
        return new Round(
                contestant,
                "one",
                number,
                new Order("k", 1, new Limit(1, Duration.ofSeconds(1), 1), Duration.ofSeconds(1)),
                new Tally(decisions, decisions, 0, 1, 1, 1, OptionalLong.empty()),
                0,
                0,
                0,
                OptionalDouble.empty());
    }

    private final Rounds rounds = new Rounds(
            "title",
            "intro",
            List.of(
                    round("ours", 1, 200),
                    round("theirs", 1, 100),
                    // The machine is slow for a while: for both.
                    round("ours", 2, 30),
                    round("theirs", 2, 10),
                    round("ours", 3, 500),
                    round("theirs", 3, 100)));

    @Test
    void ratiosAreWithinARound() {
        assertThat(rounds.ratio("ours", "theirs", "one")).isEqualTo(3);
        assertThat(rounds.median("ours", "one", round -> round.tally().perSecond()))
                .isEqualTo(200);
    }

    @Test
    void whoDidNotRunHasNoRatio() {
        assertThat(rounds.ratio("ours", "nobody", "one")).isZero();
        assertThat(rounds.ratio("nobody", "theirs", "one")).isZero();
    }

    @Test
    void aBarThatIsNotReachedFailsTheVerdict() {
        assertThat(Bar.atLeast("", 2, 2).passed()).isTrue();
        assertThat(Bar.atMost("", 2, 2).passed()).isTrue();
        assertThat(new Verdict(List.of(), List.of(Bar.atLeast("", 2, 1), Bar.atLeast("", 1.99, 2))).passed())
                .isFalse();
        assertThat(Stream.of(Bar.atLeast("speed", 0, 2), Bar.atMost("wait", 3, 2))
                        .map(Bar::line))
                .allMatch(line -> line.startsWith("FAIL"));
    }
}
