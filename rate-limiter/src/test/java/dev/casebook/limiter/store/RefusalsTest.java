package dev.casebook.limiter.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.limiter.algorithms.Decision;
import dev.casebook.limiter.algorithms.FixedWindow;
import dev.casebook.limiter.algorithms.Rate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    private static final long ASKED = 1_000_000_000_000L;
    private static final long ANSWERED = ASKED + 300_000;
    private static final long NOW = 1_780_000_000_000_000L;

    private final Refusals refusals = new Refusals(100, Duration.ofSeconds(10));

    @Test
    void heldUntilTheEarliestInstantAtWhichTheHitsCanFit() {
        learn(5, 2_000);

        assertThat(refusals.verdict(request(5), ASKED + 1_999_000)).isPresent();
        assertThat(refusals.verdict(request(5), ASKED + 2_000_000)).isEmpty();
        assertThat(refusals.verdict(request(5), ASKED + 1_999_000)).isEmpty();
    }

    @Test
    void theWaitThatIsToldIsLongEnough() {
        learn(5, 2_000);

        var decision = refusals.verdict(request(5), ANSWERED + 500_000)
                .orElseThrow()
                .decisions()
                .getFirst();

        // Redis decided when it was asked or later, but not after the answer came.
        assertThat(decision.retryAfter()).isEqualTo(1_500);
        assertThat(decision.resetAfter()).isEqualTo(9_500);
    }

    @Test
    void anotherCostWaitsAnotherTime() {
        learn(5, 2_000);

        assertThat(refusals.verdict(request(4), ASKED + 1_000)).isEmpty();
        assertThat(refusals.verdict(request(6), ASKED + 1_000)).isEmpty();
    }

    @Test
    void whatNeverFitsAndWhatWaitsLongIsAskedAgain() {
        learn(5, Decision.NEVER);
        assertThat(refusals.verdict(request(5), ANSWERED)).isEmpty();

        learn(5, 3_600_000_000L);
        assertThat(refusals.verdict(request(5), ASKED + 9_999_999_999L)).isPresent();
        assertThat(refusals.verdict(request(5), ASKED + 10_000_000_000L)).isEmpty();
    }

    @Test
    void aRefundForgetsWhatWasRefusedBeforeAlsoWhenItIsHeardOfOnlyAfterwards() {
        var name = LimitScript.name("d", request(5).demands().getFirst());
        learn(5, 2_000);

        refusals.forget(name, NOW + 1);
        assertThat(refusals.verdict(request(5), ASKED)).isEmpty();
        learn(5, 2_000);
        assertThat(refusals.verdict(request(5), ASKED)).isEmpty();

        refusals.learn(request(5), refused(NOW + 2, 2_000), ASKED, ANSWERED);
        assertThat(refusals.verdict(request(5), ASKED)).isPresent();
    }

    private void learn(long cost, long retryAfter) {
        refusals.learn(request(cost), refused(NOW, retryAfter), ASKED, ANSWERED);
    }

    private static Verdict refused(long now, long retryAfter) {
        return new Verdict(now, false, false, List.of(new Decision(false, 0, 1, retryAfter, 10_000)));
    }

    private static Request request(long cost) {
        return new Request("d", List.of(new Demand("k", new FixedWindow(new Rate(10, 1_000_000)), cost)));
    }
}
