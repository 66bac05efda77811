package dev.casebook.limiter.algorithms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.limiter.algorithms.Reservable.Charge;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;

/** What holds for each algorithm that takes hits back. */
@Domain(Traces.class)
@Domain(DomainContext.Global.class)
class RefundTest {

    private static final long START = 1_780_000_000_000_000L;
    private static final long HOUR = 3_600_000_000L;

    /** A key whose charges are remembered. */
    private static final class Ledger<S> {

        private final Reservable<S> algorithm;
        private final List<Taken<S>> charges = new ArrayList<>();
        private S state;
        private long returned;

        private record Taken<S>(long at, long cost, S after, long returnedBefore, long[] returned) {}

        Ledger(Reservable<S> algorithm) {
            this.algorithm = algorithm;
            this.state = algorithm.fresh();
        }

        void charge(long now, long cost) {
            var step = algorithm.decide(state, now, cost);
            if (step.decision().admitted() && cost > 0) {
                state = step.state();
                charges.add(new Taken<>(now, cost, state, returned, new long[1]));
            }
        }

        long refund(long now, int which, long hits) {
            var taken = charges.get(which % charges.size());
            if (taken.returned()[0] > 0) {
                return 0;
            }
            var refund = algorithm.refund(
                    new Charge<>(taken.after(), returned - taken.returnedBefore()),
                    state,
                    now,
                    Math.min(hits, taken.cost()));
            state = refund.state();
            taken.returned()[0] = refund.returned();
            returned += refund.returned();
            return refund.returned();
        }

        /** The same life, in which what was given back was never charged. */
        Ledger<S> thrifty() {
            var other = new Ledger<>(algorithm);
            for (var taken : charges) {
                var step = other.algorithm.decide(other.state, taken.at(), taken.cost() - taken.returned()[0]);
                assertThat(step.decision().admitted()).isTrue();
                other.state = step.state();
            }
            return other;
        }

        Decision check(long now, long cost) {
            return algorithm.decide(state, now, cost).decision();
        }
    }

    /** @param refund whether a charge is given back here, or one made */
    record Event(long gap, long cost, boolean refund, int which) {}

    @Provide
    Arbitrary<List<Event>> events() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 300),
                        Arbitraries.longs().between(1, 8),
                        Arbitraries.of(false, false, true),
                        Arbitraries.integers().between(0, 40))
                .as(Event::new)
                .list()
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<Reservable<?>> reservable() {
        return new Traces()
                .algorithms()
                .filter(algorithm -> algorithm instanceof Reservable)
                .map(algorithm -> (Reservable<?>) algorithm);
    }

    @Property
    void whatIsGivenBackIsAsIfItHadNeverBeenCharged(
            @ForAll("reservable") Reservable<?> algorithm,
            @ForAll("events") List<Event> events,
            @ForAll @LongRange(max = 4_000) long later) {
        var ledger = new Ledger<>(algorithm);
        long now = START;
        for (var event : events) {
            now += event.gap();
            if (event.refund() && !ledger.charges.isEmpty()) {
                ledger.refund(now, event.which(), event.cost());
            } else {
                ledger.charge(now, event.cost());
            }
        }

        var thrifty = ledger.thrifty();

        for (long at : new long[] {now, now + later / 10, now + later}) {
            assertThat(LongStream.of(0, 1, 3).mapToObj(cost -> ledger.check(at, cost)))
                    .containsExactlyElementsOf(LongStream.of(0, 1, 3)
                            .mapToObj(cost -> thrifty.check(at, cost))
                            .toList());
        }
    }

    @Property
    void allIsGivenBackAtOnce(
            @ForAll("reservable") Reservable<?> algorithm,
            @ForAll List<Hit> trace,
            @ForAll @LongRange(min = 1, max = 5) long cost) {
        var ledger = new Ledger<>(algorithm);
        long now = START;
        for (var hit : trace) {
            now += hit.gap();
            ledger.charge(now, hit.cost());
        }
        var before = ledger.check(now, 1);
        int charges = ledger.charges.size();
        ledger.charge(now, cost);

        if (ledger.charges.size() > charges) {
            assertThat(ledger.refund(now, charges, cost)).isEqualTo(cost);
            assertThat(ledger.check(now, 1)).isEqualTo(before);
        }
    }

    /** Half an hour under a limit that is used up gives the reservation time for half of the bucket to fill: the other half can be given back. */
    @Test
    void aBucketThatWasNeverFullGivesBackWhatItLacked() {
        for (var algorithm :
                List.<Reservable<?>>of(new TokenBucket(new Rate(100, HOUR), 100), new Gcra(new Rate(100, HOUR), 100))) {
            var ledger = new Ledger<>(algorithm);
            ledger.charge(START, 60);
            ledger.charge(START, 40);
            ledger.charge(START + HOUR / 2, 50);

            assertThat(ledger.refund(START + HOUR / 2, 1, 40)).isEqualTo(40);
            assertThat(ledger.refund(START + HOUR / 2, 0, 60)).isEqualTo(0);
            assertThat(ledger.check(START + HOUR / 2, 0).remaining()).isEqualTo(40);
        }
    }

    /** If it gave back what was once taken, it would pass twice what it holds at one instant. */
    @Test
    void aBucketThatWasFullAgainGivesBackNothing() {
        for (var algorithm :
                List.<Reservable<?>>of(new TokenBucket(new Rate(100, HOUR), 100), new Gcra(new Rate(100, HOUR), 100))) {
            var ledger = new Ledger<>(algorithm);
            ledger.charge(START, 100);
            ledger.charge(START + HOUR, 100);

            assertThat(ledger.refund(START + HOUR, 0, 100)).isZero();
            assertThat(ledger.check(START + HOUR, 1).admitted()).isFalse();
        }
    }

    @Test
    void aWindowThatIsOverGivesBackNothing() {
        var ledger = new Ledger<>(new FixedWindow(new Rate(10, HOUR)));
        ledger.charge(START, 10);
        ledger.charge(START + HOUR, 4);

        assertThat(ledger.refund(START + HOUR, 0, 10)).isZero();
        assertThat(ledger.check(START + HOUR, 0).remaining()).isEqualTo(6);
    }
}
