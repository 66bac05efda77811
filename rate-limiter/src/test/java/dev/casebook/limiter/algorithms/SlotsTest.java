package dev.casebook.limiter.algorithms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SlotsTest {

    private static final long START = 1_780_000_000_000_000L;

    enum Action {
        ACQUIRE,
        RENEW,
        RELEASE
    }

    record Event(long gap, Action action, int holder, long lease) {}

    @Provide
    Arbitrary<List<Event>> events() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 60),
                        Arbitraries.of(Action.ACQUIRE, Action.ACQUIRE, Action.RENEW, Action.RELEASE),
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.longs().between(1, 400))
                .as(Event::new)
                .list()
                .ofMaxSize(60);
    }

    /** Beside a table of who was told that it holds a slot, and until when. */
    @Property
    void neverMoreHoldThanThereAreSlotsAndNoneIsLost(
            @ForAll @LongRange(min = 1, max = 6) long count, @ForAll("events") List<Event> events) {
        var slots = new Slots(count);
        var state = Slots.fresh();
        var told = new HashMap<String, Long>();
        long now = START;
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i);
            now += event.gap();
            long at = now;
            told.values().removeIf(end -> end <= at);
            boolean room = told.size() < count;
            var holder = event.action() == Action.ACQUIRE ? "holder-" + i : "holder-" + event.holder();
            boolean holds = told.containsKey(holder);

            var turn =
                    switch (event.action()) {
                        case ACQUIRE -> slots.acquire(state, now, holder, event.lease());
                        case RENEW -> Slots.renew(state, now, holder, event.lease());
                        case RELEASE -> Slots.release(state, now, holder);
                    };

            state = turn.state();
            assertThat(turn.done()).isEqualTo(event.action() == Action.ACQUIRE ? room : holds);
            if (turn.done() && event.action() == Action.RELEASE) {
                told.remove(holder);
            } else if (turn.done()) {
                told.put(holder, now + event.lease());
            }
            assertThat(turn.held()).isEqualTo(told.size()).isLessThanOrEqualTo(count);
        }
    }

    @Property
    void whoIsRefusedFindsASlotExactlyWhenTheFirstLeaseEnds(@ForAll @LongRange(min = 1, max = 1_000) long lease) {
        var slots = new Slots(2);
        var one = slots.acquire(Slots.fresh(), START, "one", lease).state();
        var both = slots.acquire(one, START, "two", 2 * lease).state();

        var refused = slots.acquire(both, START + lease / 2, "three", lease);

        assertThat(refused.done()).isFalse();
        long free = START + lease / 2 + refused.freeAfter();
        assertThat(slots.acquire(both, free - 1, "three", lease).done()).isFalse();
        assertThat(slots.acquire(both, free, "three", lease).done()).isTrue();
    }

    @Test
    void aHolderWhoseLeaseEndedHoldsNothingAlsoWhenTheSlotIsFree() {
        var slots = new Slots(1);
        var held = slots.acquire(Slots.fresh(), START, "one", 10).state();

        assertThat(Slots.renew(held, START + 9, "one", 10).done()).isTrue();
        assertThat(Slots.renew(held, START + 10, "one", 10).done()).isFalse();
        assertThat(Slots.release(held, START + 10, "one").done()).isFalse();
    }
}
