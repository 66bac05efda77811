package dev.casebook.limiter.leases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.limiter.algorithms.Algorithm;
import dev.casebook.limiter.algorithms.FixedWindow;
import dev.casebook.limiter.algorithms.Gcra;
import dev.casebook.limiter.algorithms.Rate;
import dev.casebook.limiter.algorithms.SlidingWindowLog;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What leases are worth: how large they get, and how far callers with leases can overshoot a limit. */
class LeaseTest {

    private static final long SECOND = 1_000_000_000;
    private static final long MOST = 100;
    private static final Rate TWENTY = new Rate(20, 1_000_000);

    private final Lease lease = new Lease();

    /** In any period: the log's count, and callers × the largest lease. Messages are late, streams break, and each caller has a clock of its own. */
    @Property(tries = 300)
    void callersThatSubtractOvershootByALeaseEach(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int callers,
            @ForAll @IntRange(min = 1, max = 8) int most) {
        var spent = simulated(new SlidingWindowLog(TWENTY), seed, callers, most, true);

        assertThat(spent).isLessThanOrEqualTo(20L + callers * most);
    }

    @Property(tries = 300)
    void andSoUnderOtherAlgorithms(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int callers,
            @ForAll @IntRange(min = 1, max = 8) int most) {
        assertThat(simulated(new FixedWindow(TWENTY), seed, callers, most, true))
                .isLessThanOrEqualTo(2 * 20L + callers * most);
        assertThat(simulated(new Gcra(TWENTY, 10), seed, callers, most, true))
                .isLessThanOrEqualTo(10 + 20L + callers * most);
    }

    @Property(tries = 300)
    void callersThatDoNotSubtractOvershootByTwo(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int callers,
            @ForAll @IntRange(min = 1, max = 8) int most) {
        var spent = simulated(new SlidingWindowLog(TWENTY), seed, callers, most, false);

        assertThat(spent).isLessThanOrEqualTo(20L + 2L * callers * most);
    }

    @Example
    void overshootIsReal() {
        assertThat(new Random(1).longs(200).map(seed -> simulated(new SlidingWindowLog(TWENTY), seed, 3, 8, true)))
                .anyMatch(spent -> spent > 20);
    }

    @Example
    void notToSubtractCostsMore() {
        assertThat(new Random(1).longs(2_000).map(seed -> simulated(new SlidingWindowLog(TWENTY), seed, 1, 8, false)))
                .anyMatch(spent -> spent > 28);
    }

    private static <S> long simulated(Algorithm<S> limit, long seed, int callers, int most, boolean subtracting) {
        return new Simulation<>(limit, new Random(seed), callers, most, subtracting).mostInAPeriod();
    }

    @Example
    void leaseGrowsWithUseAndShrinksWithoutIt() {
        lease.report(3, 0, MOST);
        // Three are owed, and twice as many are wanted as came.
        assertThat(lease.wanted(0, SECOND, MOST)).isEqualTo(9);
        assertThat(lease.assign(9, 0, 10 * SECOND)).isEqualTo(6);

        lease.report(6, 20, MOST);
        assertThat(lease.wanted(SECOND / 100, SECOND, MOST)).isEqualTo(52);
        lease.assign(52, SECOND / 100, 10 * SECOND);

        lease.report(52, 1_000, MOST);
        assertThat(lease.wanted(SECOND / 50, SECOND, MOST)).isEqualTo(MOST);
        lease.assign(MOST, SECOND / 50, 10 * SECOND);

        lease.report(90, 0, MOST);
        assertThat(lease.wanted(9 * SECOND, SECOND, MOST)).isEqualTo(90);
        lease.assign(90, 9 * SECOND, 10 * SECOND);

        lease.report(0, 0, MOST);
        assertThat(lease.wanted(18 * SECOND, SECOND, MOST)).isZero();
        assertThat(lease.assign(0, 18 * SECOND, 10 * SECOND)).isEqualTo(100);
    }

    @Example
    void assignmentHoldsWhileHalfOfItIsLeft() {
        lease.report(1, 0, MOST);
        lease.wanted(0, SECOND, MOST);
        lease.assign(11, 0, 10 * SECOND);

        lease.report(5, 0, MOST);
        assertThat(lease.holds(SECOND, 0)).isTrue();
        assertThat(lease.holds(5 * SECOND, 0)).isFalse();
        lease.report(1, 0, MOST);
        assertThat(lease.holds(SECOND, 0)).isFalse();
    }

    @Example
    void denialHoldsToItsEnd() {
        lease.deny(0, SECOND);
        lease.report(0, 1_000, MOST);

        assertThat(lease.holds(SECOND - 1, 0)).isTrue();
        assertThat(lease.holds(SECOND - 1, 1)).isFalse();
        assertThat(lease.holds(SECOND, 0)).isFalse();
    }

    @Example
    void whatRanOutIsNobodys() {
        lease.report(1, 0, MOST);
        lease.wanted(0, SECOND, MOST);
        lease.assign(11, 0, SECOND);

        lease.report(0, 4, MOST);

        assertThat(lease.wanted(SECOND, SECOND, MOST)).isEqualTo(8);
        assertThat(lease.empty()).isTrue();
    }

    @Example
    void whatWasSpentWithoutALeaseIsOwedUpToALease() {
        lease.report(1_000_000, 0, MOST);

        assertThat(lease.least()).isEqualTo(MOST);
        assertThat(lease.wanted(0, SECOND, MOST)).isEqualTo(2 * MOST - 1);
        assertThat(lease.assign(MOST, 0, SECOND)).isEqualTo(1);
    }

    @Example
    void whatIsSpentWhileAllIsOpenIsNotOwed() {
        lease.open(0, SECOND);

        lease.report(1_000, 0, MOST);

        assertThat(lease.least()).isEqualTo(1);
    }
}
