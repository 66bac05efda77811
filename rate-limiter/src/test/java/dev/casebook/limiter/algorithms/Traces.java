package dev.casebook.limiter.algorithms;

import java.util.List;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** Algorithms, and requests that come close enough together to meet their limits. */
final class Traces extends DomainContextBase {

    /** A period that the gaps of the traces are made for; the odd ones among the rates make every interval a fraction. */
    private static final long PERIOD = 1_000;

    @Provide
    Arbitrary<Algorithm<?>> algorithms() {
        return Arbitraries.oneOf(
                rates().map(FixedWindow::new),
                rates().map(SlidingWindowLog::new),
                rates().map(SlidingWindowCounter::new),
                withCapacity(TokenBucket::new),
                withCapacity(LeakyBucket::new),
                withCapacity(Gcra::new));
    }

    @Provide
    Arbitrary<Rate> rates() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, 20), Arbitraries.longs().between(PERIOD / 2, 2 * PERIOD))
                .as(Rate::new);
    }

    @Provide
    Arbitrary<List<Hit>> trace() {
        var gap = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.longs().between(0, PERIOD / 20)),
                Tuple.of(1, Arbitraries.longs().between(0, 2 * PERIOD)));
        var cost = Arbitraries.longs().between(0, 5);
        return Combinators.combine(gap, cost).as(Hit::new).list().ofMaxSize(60);
    }

    static Arbitrary<Long> capacities() {
        return Arbitraries.longs().between(1, 20);
    }

    private <A extends Algorithm<?>> Arbitrary<A> withCapacity(BiFunction<Rate, Long, A> create) {
        return Combinators.combine(rates(), capacities()).as(create::apply);
    }
}
