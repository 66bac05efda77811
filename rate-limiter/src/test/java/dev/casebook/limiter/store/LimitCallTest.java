package dev.casebook.limiter.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.limiter.algorithms.Algorithm;
import dev.casebook.limiter.algorithms.CountingWindow;
import dev.casebook.limiter.algorithms.FixedWindow;
import dev.casebook.limiter.algorithms.Gcra;
import dev.casebook.limiter.algorithms.LeakyBucket;
import dev.casebook.limiter.algorithms.Rate;
import dev.casebook.limiter.algorithms.SlidingWindowCounter;
import dev.casebook.limiter.algorithms.SlidingWindowLog;
import dev.casebook.limiter.algorithms.TokenBucket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LimitCallTest {

    private static final Rate RATE = new Rate(7, 5_000_000);
    /** Less than any instant since 2001, in seconds or in any smaller unit. */
    private static final long NO_INSTANT = 1_000_000_000;

    static Stream<Algorithm<?>> redisIsToldNoTime() {
        return Stream.of(
                new FixedWindow(RATE),
                new CountingWindow(RATE),
                new SlidingWindowLog(RATE),
                new SlidingWindowCounter(RATE),
                new TokenBucket(RATE, 9),
                new LeakyBucket(RATE, 9),
                new Gcra(RATE, 9));
    }

    /** So clocks of instances cannot matter, however wrong they are: the script has none but that of Redis. */
    @ParameterizedTest
    @MethodSource
    void redisIsToldNoTime(Algorithm<?> algorithm) {
        var wanted = new Request.Wanted(ReservationId.next("d"), Duration.ofMinutes(1));
        var call = new LimitCall(
                List.of(
                        new Request("d", List.of(new Demand("k", algorithm, 3))),
                        new Request("d", List.of(new Demand("k", algorithm, 2)), Optional.of(wanted))),
                Duration.ofMinutes(10));

        assertThat(call.arguments())
                .filteredOn(text -> text.matches("-?[0-9.]+"))
                .isNotEmpty();
        assertThat(call.arguments())
                .filteredOn(text -> text.matches("-?[0-9.]+"))
                .allMatch(number -> Math.abs(Double.parseDouble(number)) < NO_INSTANT);
    }
}
