package dev.casebook.shortener.redirects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.shortener.TurnableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MissLimitTest {

    private static final int BURST = 3;
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int ADDRESSES = 100;
    private static final long GUESSER = 42;

    private final TurnableClock clock = new TurnableClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MissLimit limit = limit();

    @Test
    void addressMayMissAFewTimesAndThenWaits() {
        for (int i = 0; i < BURST; i++) {
            assertThat(limit.untilNextGuess(GUESSER)).isZero();
            limit.miss(GUESSER);
        }

        assertThat(limit.untilNextGuess(GUESSER)).isEqualTo(PAUSE);
        assertThat(limit.untilNextGuess(GUESSER + 1)).isZero();
    }

    @Test
    void waitingAsLongAsToldIsEnough() {
        for (int i = 0; i < BURST; i++) {
            limit.miss(GUESSER);
        }
        var wait = limit.untilNextGuess(GUESSER);

        clock.advance(wait.minusMillis(1));
        assertThat(limit.untilNextGuess(GUESSER)).isPositive();
        clock.advance(Duration.ofMillis(1));
        assertThat(limit.untilNextGuess(GUESSER)).isZero();
    }

    @Test
    void thoseWhoAskManyAtOnceWaitTheLonger() {
        for (int i = 0; i < 100; i++) {
            limit.miss(GUESSER);
        }

        assertThat(limit.untilNextGuess(GUESSER)).isEqualTo(PAUSE.multipliedBy(100 - BURST + 1));
    }

    /** Whatever the rhythm: never more than the burst and one for each pause that went by. */
    @Property
    void noRhythmGetsMoreThroughThanTheBound(
            @ForAll @Size(min = 1, max = 200) List<@IntRange(max = 5_000) Integer> gaps) {
        var limited = limit();
        long elapsed = 0;
        long missed = 0;

        for (int gap : gaps) {
            clock.advance(Duration.ofMillis(gap));
            elapsed += gap;
            if (limited.untilNextGuess(GUESSER).isZero()) {
                limited.miss(GUESSER);
                missed++;
            }

            assertThat(missed).isLessThanOrEqualTo(BURST + elapsed / PAUSE.toMillis());
        }
    }

    @Test
    void memoryIsBounded() {
        LongStream.range(0, 10_000).forEach(limit::miss);

        assertThat(remembered()).isLessThanOrEqualTo(ADDRESSES);
    }

    private double remembered() {
        return meters.get("shortener.redirects.misses.addresses").gauge().value();
    }

    private MissLimit limit() {
        var settings = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(MissSettings.class)
                .withDefaultValue("casebook.shortener.misses.burst", Integer.toString(BURST))
                .withDefaultValue("casebook.shortener.misses.pause", PAUSE.toSeconds() + "s")
                .withDefaultValue("casebook.shortener.misses.addresses", Integer.toString(ADDRESSES))
                .build()
                .getConfigMapping(MissSettings.class);
        return new MissLimit(settings, clock, meters);
    }
}
