package dev.casebook.limiter.store;

import java.util.List;

/** What became of a reservation. */
public sealed interface Settlement {

    /**
     * As it was asked, now or when it was asked the first time.
     *
     * @param limits one for each that was charged, in the order of the demands
     */
    record Settled(List<Outcome> limits) implements Settlement {}

    /** Differently before, and so it stays. */
    record Otherwise(Way way, long cost) implements Settlement {}

    /** Too late: what was reserved stays charged. */
    record Expired() implements Settlement {}

    /** There never was one, or long ago. */
    record Unknown() implements Settlement {}

    /** How it is settled. */
    enum Way {
        COMMITTED,
        CANCELLED
    }

    /**
     * In hits.
     *
     * @param returned to the counter; fewer than were too many when the others had come back by themselves
     * @param charged beyond the reservation
     * @param missing what was needed beyond, but not left
     */
    record Outcome(long returned, long charged, long missing) {}
}
