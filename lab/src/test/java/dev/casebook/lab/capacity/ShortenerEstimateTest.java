package dev.casebook.lab.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ShortenerEstimateTest {

    private final ShortenerEstimate chapter = ShortenerEstimate.CHAPTER;

    @Test
    void ratesAreThoseOfTheExercise() {
        assertThat(chapter.creationsPerSecond()).isCloseTo(38.6, within(0.1));
        assertThat(chapter.redirectsPerSecond()).isCloseTo(3_858, within(1.0));
        assertThat(chapter.peakCreationsPerSecond()).isCloseTo(77.2, within(0.1));
        assertThat(chapter.peakRedirectsPerSecond()).isCloseTo(7_716, within(1.0));
    }

    @Test
    void sixBillionLinksAreThreeTerabytes() {
        assertThat(chapter.links()).isEqualTo(6_000_000_000L);
        assertThat(chapter.storedBytes()).isEqualTo(3e12);
    }

    @Test
    void aGuessMeetsALinkOnceInSixHundred() {
        assertThat(chapter.guessesPerHit()).isCloseTo(587, within(1.0));
    }

    @Test
    void coresFollowFromWhatARedirectCosts() {
        assertThat(chapter.cores(100)).isCloseTo(0.7716, within(0.001));
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new ShortenerEstimate(0, 1, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ShortenerEstimate(1, 1, 1, 1, 0.5)).isInstanceOf(IllegalArgumentException.class);
    }
}
