package dev.casebook.limiter.algorithms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** What holds for each of the six. */
@Domain(Traces.class)
@Domain(DomainContext.Global.class)
class AlgorithmsTest {

    /** Some time in 2026. */
    private static final long START = 1_780_000_000_000_000L;

    @Property
    void waitingExactlyThatLongSucceedsAndNoShorter(
            @ForAll Algorithm<?> algorithm, @ForAll List<Hit> trace, @ForAll @LongRange(max = 20) long more) {
        var key = Key.of(algorithm);
        long now = end(key, trace);
        key.hit(now, 1);
        long remaining = key.check(now, 0).remaining();
        long cost = remaining + 1 + more % (algorithm.capacity() - remaining);

        var decision = key.check(now, cost);

        assertThat(decision.admitted()).isFalse();
        assertThat(key.check(now + decision.retryAfter(), cost).admitted()).isTrue();
        assertThat(key.check(now + decision.retryAfter() - 1, cost).admitted()).isFalse();
    }

    @Property
    void onlyWhatCanNeverBeAdmittedIsToldSo(
            @ForAll Algorithm<?> algorithm, @ForAll List<Hit> trace, @ForAll @LongRange(max = 25) long cost) {
        var key = Key.of(algorithm);
        long now = end(key, trace);

        assertThat(key.check(now, cost).retryAfter() == Decision.NEVER).isEqualTo(cost > algorithm.capacity());
    }

    @Property
    void whatRemainsIsAdmittedAndNoMore(@ForAll Algorithm<?> algorithm, @ForAll List<Hit> trace) {
        var key = Key.of(algorithm);
        long now = end(key, trace);

        long remaining = key.check(now, 0).remaining();

        assertThat(key.check(now, remaining).admitted()).isTrue();
        assertThat(key.check(now, remaining + 1).admitted()).isFalse();
        assertThat(key.check(now, remaining).remaining()).isZero();
    }

    @Property
    void askingHowThingsStandIsAdmittedAndFree(@ForAll Algorithm<?> algorithm, @ForAll List<Hit> trace) {
        var asked = Key.of(algorithm);
        var left = Key.of(algorithm);
        long now = end(asked, trace);
        end(left, trace);

        assertThat(asked.hit(now, 0).admitted()).isTrue();

        assertThat(asked.check(now, 1)).isEqualTo(left.check(now, 1));
    }

    @Property
    void whatIsRefusedCostsNothing(@ForAll Algorithm<?> algorithm, @ForAll List<Hit> trace) {
        var stormed = Key.of(algorithm);
        var left = Key.of(algorithm);
        long now = end(stormed, trace);
        end(left, trace);

        assertThat(stormed.hit(now, algorithm.capacity() + 1).admitted()).isFalse();
        assertThat(stormed.hit(now, stormed.check(now, 0).remaining() + 1).admitted())
                .isFalse();

        assertThat(stormed.check(now, 1)).isEqualTo(left.check(now, 1));
    }

    @Property
    void allIsForgottenExactlyAtTheReset(@ForAll Algorithm<?> algorithm, @ForAll List<Hit> trace) {
        var key = Key.of(algorithm);
        long now = end(key, trace);

        long reset = key.check(now, 0).resetAfter();

        assertThat(key.check(now + reset, 0)).isEqualTo(new Decision(true, 0, algorithm.capacity(), 0, 0));
        if (reset > 0) {
            assertThat(key.check(now + reset - 1, 0).remaining()).isLessThan(algorithm.capacity());
        }
    }

    @Property
    void laterIsNeverWorse(
            @ForAll Algorithm<?> algorithm, @ForAll List<Hit> trace, @ForAll @LongRange(max = 4_000) long later) {
        var key = Key.of(algorithm);
        long now = end(key, trace);

        assertThat(key.check(now + later, 0).remaining())
                .isGreaterThanOrEqualTo(key.check(now, 0).remaining());
    }

    @Property
    void aClockThatGoesBackAdmitsNoMore(
            @ForAll Algorithm<?> algorithm, @ForAll List<Hit> trace, @ForAll @LongRange(max = 10_000) long back) {
        var key = Key.of(algorithm);
        long now = end(key, trace);

        assertThat(key.check(now - back, 0).remaining())
                .isLessThanOrEqualTo(key.check(now, 0).remaining());
    }

    private static long end(Key<?> key, List<Hit> trace) {
        key.live(START, trace);
        return START + trace.stream().mapToLong(Hit::gap).sum();
    }
}
