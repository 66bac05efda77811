package dev.casebook.limiter.algorithms;

import dev.casebook.limiter.algorithms.Schedule.Slot;

/**
 * The generic cell rate algorithm: remembers one instant, the theoretical arrival time, at which the key would be idle again if nothing came; a hit
 * moves it by an interval and is admitted as long as it stays within the burst. Decides as a {@link TokenBucket} does, from one number in place of two.
 *
 * <p>ITU-T Recommendation I.371, the virtual scheduling form; brought to web services by throttled and redis-cell.
 *
 * @param capacity hits that may come at once, 1 to {@link Rate#MAX_COUNT}
 */
public record Gcra(Rate rate, long capacity) implements Reservable<Gcra.Arrival> {

    /**
     * The theoretical arrival time.
     *
     * @param tick whole ticks
     * @param part parts of a tick, of which it has as many as the rate has hits
     */
    public record Arrival(long tick, long part) {}

    public Gcra {
        Rate.requireHits(capacity);
    }

    @Override
    public Arrival fresh() {
        return new Arrival(0, 0);
    }

    @Override
    public Step<Arrival> decide(Arrival state, long now, long cost) {
        var schedule = Schedule.of(rate, capacity);
        var placed = schedule.place(new Slot(state.tick(), state.part()), now, cost);

        return new Step<>(
                schedule.decision(placed, now, 0),
                new Arrival(placed.end().tick(), placed.end().part()));
    }

    /** Moves the arrival time back, by no more than it has surely lain ahead of now ever since the charge: see {@link TokenBucket}. */
    @Override
    public Refund<Arrival> refund(Charge<Arrival> charge, Arrival state, long now, long hits) {
        var schedule = Schedule.of(rate, capacity);
        var end = new Slot(state.tick(), state.part());
        var after = new Slot(charge.after().tick(), charge.after().part());
        long ahead = charge.returnedSince() >= capacity
                ? 0
                : schedule.ahead(after, now) - charge.returnedSince() * schedule.period();
        long returned = Math.max(0, Math.min(hits, Math.min(ahead, schedule.ahead(end, now)) / schedule.period()));
        var moved = schedule.before(end, returned);
        return new Refund<>(returned, new Arrival(moved.tick(), moved.part()));
    }
}
