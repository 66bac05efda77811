package dev.casebook.gateway.upstreams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.gateway.routes.BreakerPolicy;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private static final long OPEN = Duration.ofSeconds(5).toNanos();
    private static final long WINDOW = Duration.ofSeconds(10).toNanos();
    private static final int VOLUME = 10;
    private static final int PROBES = 2;

    private final CircuitBreaker breaker = new CircuitBreaker(
            new BreakerPolicy(VOLUME, 50, Duration.ofNanos(WINDOW), Duration.ofNanos(OPEN), PROBES, Set.of()));

    private CircuitBreaker.Period entered(long now) {
        return breaker.enter(now).orElseThrow();
    }

    private long opened(long now) {
        for (int i = 0; i < VOLUME; i++) {
            breaker.failed(entered(now), now);
        }
        return now + OPEN;
    }

    @Test
    void fewFailuresProveNothing() {
        for (int i = 0; i < VOLUME - 1; i++) {
            assertThat(breaker.failed(entered(0), 0)).isFalse();
        }

        assertThat(breaker.failed(entered(0), 0)).isTrue();
        assertThat(breaker.enter(0)).isEmpty();
    }

    @Test
    void serviceThatMostlyAnswersIsNotLeftAlone() {
        for (int i = 0; i < 20 * VOLUME; i++) {
            breaker.failed(entered(i), i);
            breaker.succeeded(entered(i));
            breaker.succeeded(entered(i));
        }

        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void whatWasGoodBeforeTheFirstFailureDoesNotHideAnOutage() {
        for (int i = 0; i < 100_000; i++) {
            breaker.succeeded(entered(0));
        }

        opened(1);

        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.OPEN);
    }

    @Test
    void failuresFarApartDoNotAddUp() {
        for (int i = 0; i < 20 * VOLUME; i++) {
            long now = i * WINDOW / (VOLUME - 1);
            breaker.failed(entered(now), now);
        }

        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void nobodyGetsThroughWhileItIsOpen() {
        long over = opened(Long.MAX_VALUE - 1);

        assertThat(breaker.enter(over - 1)).isEmpty();
        assertThat(breaker.openFor(over - 1)).isEqualTo(1);
        assertThat(breaker.enter(over)).isPresent();
        assertThat(breaker.openFor(over)).isZero();
    }

    @Test
    void onlyAFewFindOutWhetherTheServiceIsBack() {
        long now = opened(0);
        var first = entered(now);
        var second = entered(now);

        assertThat(breaker.enter(now)).isEmpty();
        assertThat(breaker.succeeded(first)).isFalse();
        assertThat(breaker.enter(now)).isEmpty();
        assertThat(breaker.succeeded(second)).isTrue();
        assertThat(breaker.enter(now)).isPresent();
        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void oneThatFailsOpensItAgainAndTheOtherNoLongerCounts() {
        long now = opened(0);
        var first = entered(now);
        var second = entered(now);

        assertThat(breaker.failed(first, now)).isTrue();
        assertThat(breaker.succeeded(second)).isFalse();
        assertThat(breaker.enter(now + OPEN - 1)).isEmpty();

        assertThat(breaker.enter(now + OPEN)).isPresent();
        assertThat(breaker.failed(second, now + OPEN)).isFalse();
        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
    }

    @Test
    void oneThatSaysNothingMakesRoomForAnother() {
        long now = opened(0);
        entered(now);
        var second = entered(now);

        breaker.withdrawn(second);

        assertThat(breaker.enter(now)).isPresent();
        assertThat(breaker.enter(now)).isEmpty();
    }

    @Test
    void timeoutsOfTheOutageThatComeLateDoNotOpenItAgain() {
        var before = Stream.generate(() -> entered(0)).limit(10 * VOLUME).toList();
        long now = opened(0);
        for (int i = 0; i < PROBES; i++) {
            breaker.succeeded(entered(now));
        }

        before.forEach(since -> breaker.failed(since, now));

        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
    }
}
