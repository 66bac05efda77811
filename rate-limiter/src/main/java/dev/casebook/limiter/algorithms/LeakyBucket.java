package dev.casebook.limiter.algorithms;

import dev.casebook.limiter.algorithms.Schedule.Slot;

/**
 * A queue that is served at an even pace: what is admitted is told how long to wait for its turn, so that what proceeds is smooth however it
 * came. What does not fit in the queue is refused.
 *
 * <p>The queue form of Jonathan Turner's leaky bucket (1986); as nginx's limit_req without nodelay.
 *
 * @param capacity hits in the queue, the one that is served included; 1 to {@link Rate#MAX_COUNT}
 */
public record LeakyBucket(Rate rate, long capacity) implements Algorithm<LeakyBucket.Queue> {

    /**
     * When the queue will be empty.
     *
     * @param tick whole ticks
     * @param part parts of a tick, of which it has as many as the rate has hits
     */
    public record Queue(long tick, long part) {}

    public LeakyBucket {
        Rate.requireHits(capacity);
    }

    @Override
    public Queue fresh() {
        return new Queue(0, 0);
    }

    @Override
    public Step<Queue> decide(Queue state, long now, long cost) {
        var schedule = Schedule.of(rate, capacity);
        var placed = schedule.place(new Slot(state.tick(), state.part()), now, cost);
        long delay = cost > 0 && placed.admitted() ? schedule.until(placed.begin(), now) : 0;

        return new Step<>(
                schedule.decision(placed, now, delay),
                new Queue(placed.end().tick(), placed.end().part()));
    }
}
