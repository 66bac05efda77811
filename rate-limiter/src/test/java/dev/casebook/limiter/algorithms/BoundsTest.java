package dev.casebook.limiter.algorithms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.limiter.algorithms.Key.Admitted;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** How much each algorithm lets pass at most, and what shows that it does let that much pass. */
@Domain(Traces.class)
@Domain(DomainContext.Global.class)
class BoundsTest {

    private static final long START = 1_780_000_000_000_000L;
    private static final long SECOND = 1_000_000;
    private static final Rate TEN_A_SECOND = new Rate(10, SECOND);

    @Property
    void fixedWindowKeepsToTheCountInItsOwnWindows(@ForAll Rate rate, @ForAll List<Hit> trace) {
        var admitted = Key.of(new FixedWindow(rate)).live(START, trace);

        assertThat(admitted).allSatisfy(one -> assertThat(admitted.stream()
                        .filter(other -> other.at() / rate.period() == one.at() / rate.period())
                        .mapToLong(Admitted::cost)
                        .sum())
                .isLessThanOrEqualTo(rate.count()));
        assertThat(Admitted.most(admitted, rate.period())).isLessThanOrEqualTo(2 * rate.count());
    }

    @Example
    void fixedWindowLetsTwiceTheCountPassAroundAnEdge() {
        assertThat(mostAroundAnEdge(new FixedWindow(TEN_A_SECOND))).isEqualTo(20);
    }

    @Property
    void logKeepsToTheCountInEveryPeriod(@ForAll Rate rate, @ForAll List<Hit> trace) {
        var admitted = Key.of(new SlidingWindowLog(rate)).live(START, trace);

        assertThat(Admitted.most(admitted, rate.period())).isLessThanOrEqualTo(rate.count());
    }

    @Property
    void slidingCounterStaysBelowTwiceTheCount(@ForAll Rate rate, @ForAll List<Hit> trace) {
        var admitted = Key.of(new SlidingWindowCounter(rate)).live(START, trace);

        assertThat(Admitted.most(admitted, rate.period())).isLessThan(2 * rate.count());
    }

    @Example
    void slidingCounterLetsNothingMorePassAroundAnEdge() {
        assertThat(mostAroundAnEdge(new SlidingWindowCounter(TEN_A_SECOND))).isEqualTo(10);
    }

    @Example
    void slidingCounterTakesABurstForEvenTraffic() {
        var key = Key.of(new SlidingWindowCounter(TEN_A_SECOND));
        key.hit(START + SECOND - 1, 10);

        // All ten are 0.9 s old, but count for one.
        assertThat(key.hit(START + SECOND + 900_000 - 1, 8).admitted()).isTrue();
    }

    @Property
    void tokenBucketKeepsToItsEnvelope(
            @ForAll Rate rate,
            @ForAll @LongRange(min = 1, max = 20) long capacity,
            @ForAll List<Hit> trace,
            @ForAll @LongRange(min = 1, max = 3_000) long length) {
        var admitted = Key.of(new TokenBucket(rate, capacity)).live(START, trace);

        assertThat(Admitted.most(admitted, length)).isLessThanOrEqualTo(envelope(rate, capacity, length));
    }

    @Property
    void gcraDecidesAsATokenBucketDoes(
            @ForAll Rate rate, @ForAll @LongRange(min = 1, max = 20) long capacity, @ForAll List<Hit> trace) {
        var gcra = Key.of(new Gcra(rate, capacity));
        var bucket = Key.of(new TokenBucket(rate, capacity));
        long now = START;

        for (var hit : trace) {
            now += hit.gap();
            assertThat(gcra.hit(now, hit.cost())).isEqualTo(bucket.hit(now, hit.cost()));
        }
    }

    @Property
    void shaperLetsNoBurstThrough(
            @ForAll Rate rate,
            @ForAll @LongRange(min = 1, max = 20) long capacity,
            @ForAll List<Hit> trace,
            @ForAll @LongRange(min = 1, max = 3_000) long length) {
        var single = trace.stream().map(hit -> new Hit(hit.gap(), 1)).toList();

        var admitted = Key.of(new LeakyBucket(rate, capacity)).live(START, single);

        assertThat(Admitted.most(admitted, length)).isLessThanOrEqualTo(envelope(rate, 1, length));
    }

    @Example
    void shaperTellsEachItsTurn() {
        var key = Key.of(new LeakyBucket(new Rate(3, SECOND), 3));

        assertThat(key.hit(START, 1).delay()).isZero();
        assertThat(key.hit(START, 1).delay()).isEqualTo(333_334);
        assertThat(key.hit(START, 1).delay()).isEqualTo(666_667);
        assertThat(key.hit(START, 1)).isEqualTo(Decision.refused(0, 333_334, SECOND));
    }

    @Example
    void aMillionADayIsExactToItsTick() {
        long day = 86_400 * SECOND;
        var key = Key.of(new Gcra(new Rate(1_000_000, day), 1_000_000));
        key.hit(START, 1_000_000);

        long retry = key.check(START, 1_000_000).retryAfter();

        assertThat(retry).isBetween(day, day + day / 1_000_000);
        assertThat(key.check(START + retry, 1_000_000).admitted()).isTrue();
        assertThat(key.check(START + retry - 1, 1_000_000).admitted()).isFalse();
    }

    private static long mostAroundAnEdge(Algorithm<?> algorithm) {
        var key = Key.of(algorithm);
        var burst = new Hit(1, 1);
        var trace = Stream.concat(
                        Stream.of(new Hit(SECOND - 30, 1)),
                        Stream.generate(() -> burst).limit(60))
                .toList();
        return Admitted.most(key.live(START, trace), SECOND);
    }

    /** Rounded up to whole hits; instants are whole microseconds, which an interval need not be. */
    private static long envelope(Rate rate, long capacity, long length) {
        return capacity + Math.ceilDiv(rate.count() * length, rate.period());
    }
}
