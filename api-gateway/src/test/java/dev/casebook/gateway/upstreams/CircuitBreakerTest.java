package dev.casebook.gateway.upstreams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.gateway.routes.BreakerPolicy;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private static final long OPEN = Duration.ofSeconds(5).toNanos();
    private static final long WINDOW = Duration.ofSeconds(10).toNanos();
    private static final int VOLUME = 10;
    private static final int PROBES = 2;

    private final CircuitBreaker breaker = new CircuitBreaker(
            new BreakerPolicy(VOLUME, 50, Duration.ofNanos(WINDOW), Duration.ofNanos(OPEN), PROBES, Set.of()));

    private long opened(long now) {
        for (int i = 0; i < VOLUME; i++) {
            breaker.failed(breaker.enter(now), now);
        }
        return now + OPEN;
    }

    @Test
    void fewFailuresProveNothing() {
        for (int i = 0; i < VOLUME - 1; i++) {
            assertThat(breaker.failed(breaker.enter(0), 0)).isFalse();
        }

        assertThat(breaker.enter(0)).isEqualTo(CircuitBreaker.ORDINARY);
        assertThat(breaker.failed(CircuitBreaker.ORDINARY, 0)).isTrue();
        assertThat(breaker.enter(0)).isEqualTo(CircuitBreaker.REFUSED);
    }

    @Test
    void serviceThatMostlyAnswersIsNotLeftAlone() {
        for (int i = 0; i < 20 * VOLUME; i++) {
            breaker.failed(breaker.enter(i), i);
            breaker.succeeded(breaker.enter(i));
            breaker.succeeded(breaker.enter(i));
        }

        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void whatWasGoodBeforeTheFirstFailureDoesNotHideAnOutage() {
        for (int i = 0; i < 100_000; i++) {
            breaker.succeeded(breaker.enter(0));
        }

        opened(1);

        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.OPEN);
    }

    @Test
    void failuresFarApartDoNotAddUp() {
        for (int i = 0; i < 20 * VOLUME; i++) {
            long now = i * WINDOW / (VOLUME - 1);
            breaker.failed(breaker.enter(now), now);
        }

        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void nobodyGetsThroughWhileItIsOpen() {
        long over = opened(Long.MAX_VALUE - 1);

        assertThat(breaker.enter(over - 1)).isEqualTo(CircuitBreaker.REFUSED);
        assertThat(breaker.openFor(over - 1)).isEqualTo(1);
        assertThat(breaker.enter(over)).isNotEqualTo(CircuitBreaker.REFUSED);
        assertThat(breaker.openFor(over)).isZero();
    }

    @Test
    void onlyAFewFindOutWhetherTheServiceIsBack() {
        long now = opened(0);
        long first = breaker.enter(now);
        long second = breaker.enter(now);

        assertThat(breaker.enter(now)).isEqualTo(CircuitBreaker.REFUSED);
        assertThat(breaker.succeeded(first)).isFalse();
        assertThat(breaker.enter(now)).isEqualTo(CircuitBreaker.REFUSED);
        assertThat(breaker.succeeded(second)).isTrue();
        assertThat(breaker.enter(now)).isEqualTo(CircuitBreaker.ORDINARY);
    }

    @Test
    void oneThatFailsOpensItAgainAndTheOtherNoLongerCounts() {
        long now = opened(0);
        long first = breaker.enter(now);
        long second = breaker.enter(now);

        assertThat(breaker.failed(first, now)).isTrue();
        assertThat(breaker.succeeded(second)).isFalse();
        assertThat(breaker.enter(now + OPEN - 1)).isEqualTo(CircuitBreaker.REFUSED);

        long third = breaker.enter(now + OPEN);
        assertThat(breaker.failed(second, now + OPEN)).isFalse();
        assertThat(third).isNotEqualTo(CircuitBreaker.REFUSED);
        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
    }

    @Test
    void oneThatSaysNothingMakesRoomForAnother() {
        long now = opened(0);
        breaker.enter(now);
        long second = breaker.enter(now);

        breaker.withdrawn(second);

        assertThat(breaker.enter(now)).isNotEqualTo(CircuitBreaker.REFUSED);
        assertThat(breaker.enter(now)).isEqualTo(CircuitBreaker.REFUSED);
    }

    @Test
    void whatBeganBeforeItOpenedSaysNothingNew() {
        long now = opened(0);

        assertThat(breaker.failed(CircuitBreaker.ORDINARY, now)).isFalse();
        breaker.succeeded(CircuitBreaker.ORDINARY);
        breaker.withdrawn(CircuitBreaker.ORDINARY);

        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.OPEN);
    }
}
