package dev.casebook.gateway.upstreams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReliabilityTest {

    private static final int FAILURES = 3;

    private final Reliability reliability = new Reliability(FAILURES, Duration.ofSeconds(5), Duration.ofSeconds(20));

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 1, Long.MIN_VALUE})
    void outForAsLongAsItSays(long now) {
        reliability.eject(now);

        assertThat(reliability.isOut(now + seconds(4))).isTrue();
        assertThat(reliability.isOut(now + seconds(5))).isFalse();
    }

    @Test
    void onlyFailuresInARowCount() {
        for (int i = 0; i < 10; i++) {
            assertThat(reliability.failed()).isFalse();
            assertThat(reliability.failed()).isFalse();
            reliability.answered();
        }
        assertThat(reliability.failed()).isFalse();
        assertThat(reliability.failed()).isFalse();
        assertThat(reliability.failed()).isTrue();
        // Nobody may have acted on it.
        assertThat(reliability.failed()).isTrue();
    }

    @Test
    void firstRequestAfterItDecides() {
        reliability.eject(0);

        assertThat(reliability.failed()).isTrue();

        reliability.eject(seconds(5));
        reliability.answered();
        assertThat(reliability.failed()).isFalse();
    }

    @Test
    void eachTimeIsTwiceAsLongUpToTheLongest() {
        long now = 0;
        for (int length : new int[] {5, 10, 20, 20, 20}) {
            reliability.eject(now);
            assertThat(reliability.isOut(now + seconds(length) - 1)).isTrue();
            assertThat(reliability.isOut(now + seconds(length))).isFalse();
            now += seconds(length);
        }
    }

    @Test
    void whoServedForLongBeginsAnew() {
        reliability.eject(0);
        reliability.eject(seconds(5));
        long now = seconds(15 + 20) + 1;

        reliability.eject(now);

        assertThat(reliability.isOut(now + seconds(5))).isFalse();
    }

    @Test
    void whoComesBackBeginsAnew() {
        reliability.eject(0);

        reliability.forget();

        assertThat(reliability.isOut(1)).isFalse();
        assertThat(reliability.failed()).isFalse();
    }

    @Test
    void nobodyIsOutBeforeTheFirstFailure() {
        assertThat(reliability.isOut(0)).isFalse();
        assertThat(reliability.isOut(Long.MIN_VALUE)).isFalse();
    }

    private static long seconds(int seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
