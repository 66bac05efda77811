package dev.casebook.gateway.upstreams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PeakEwmaTest {

    private static final long DECAY = Duration.ofSeconds(10).toNanos();

    private final PeakEwma latency = new PeakEwma(Duration.ofNanos(DECAY));

    @Test
    void peakCountsAtOnce() {
        latency.observe(100, 0);

        latency.observe(5000, 1);

        assertThat(latency.latency(1)).isEqualTo(5000);
    }

    @Test
    void peakIsForgottenSlowly() {
        latency.observe(5000, 0);
        latency.observe(100, 1);

        assertThat(latency.latency(1)).isBetween(4990.0, 5000.0);
        assertThat(latency.latency(1 + DECAY)).isCloseTo(5000 / Math.E, within(5.0));
    }

    @Test
    void whatIsSeenAgainAndAgainIsWhatItIs() {
        latency.observe(5000, 0);
        for (long now = 0; now < 10 * DECAY; now += DECAY / 100) {
            latency.observe(100, now);
        }

        assertThat(latency.latency(10 * DECAY)).isCloseTo(100, within(5.0));
    }

    @Test
    void clockThatReadsLessThanBeforeChangesNothing() {
        latency.observe(5000, DECAY);

        assertThat(latency.latency(0)).isEqualTo(5000);
    }

    @Test
    void moreRequestsInFlightAreMoreToWaitFor() {
        latency.observe(100, 0);

        assertThat(latency.load(0, 0)).isEqualTo(100);
        assertThat(latency.load(3, 0)).isEqualTo(400);
    }

    @Test
    void unknownInstanceGetsOneRequestUntilItHasAnswered() {
        assertThat(latency.load(0, 0)).isZero();
        assertThat(latency.load(1, 0)).isEqualTo(Double.MAX_VALUE);
    }
}
