package dev.casebook.limiter.algorithms;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * At most so many holders at any moment, each until it releases its slot or its lease ends: then nothing depends any more on who vanished. A pure
 * function of (state, now, who), as an {@link Algorithm} is, but what it admits comes back.
 *
 * <p>Dijkstra's semaphore, with the leases of Gray and Cheriton (1989).
 *
 * @param count 1 to {@link #MAX_COUNT}
 */
public record Slots(long count) {

    /** Each holder is an entry in Redis. */
    public static final long MAX_COUNT = 100_000;

    public Slots {
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException("1 to %d slots, not %d".formatted(MAX_COUNT, count));
        }
    }

    /** @param ends of the leases in microseconds, by who holds them */
    public record Held(Map<String, Long> ends) {

        public Held {
            ends = Map.copyOf(ends);
        }
    }

    /**
     * @param done whether the slot was taken, kept or given back
     * @param held how many are, afterwards
     * @param freeAfter microseconds until the first lease ends; 0 when there is none
     */
    public record Turn(boolean done, long held, long freeAfter, Held state) {}

    public static Held fresh() {
        return new Held(Map.of());
    }

    /**
     * @param holder who holds none yet
     * @param lease microseconds, more than 0
     */
    public Turn acquire(Held state, long now, String holder, long lease) {
        var held = held(state, now);
        boolean room = held.size() < count;
        if (room) {
            held.put(holder, now + lease);
        }
        return turn(room, held, now);
    }

    /** From now on. Not once the lease has ended, as the slot may be another's by now. */
    public static Turn renew(Held state, long now, String holder, long lease) {
        var held = held(state, now);
        return turn(held.replace(holder, now + lease) != null, held, now);
    }

    /** Changes nothing when it is done already, or the lease has ended. */
    public static Turn release(Held state, long now, String holder) {
        var held = held(state, now);
        return turn(held.remove(holder) != null, held, now);
    }

    private static Map<String, Long> held(Held state, long now) {
        var held = new HashMap<>(state.ends());
        held.values().removeIf(end -> end <= now);
        return held;
    }

    private static Turn turn(boolean done, Map<String, Long> held, long now) {
        long first = held.isEmpty() ? now : Collections.min(held.values());
        return new Turn(done, held.size(), first - now, new Held(held));
    }
}
