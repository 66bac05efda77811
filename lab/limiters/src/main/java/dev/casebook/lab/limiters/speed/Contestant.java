package dev.casebook.lab.limiters.speed;

import dev.casebook.lab.limiters.speed.callers.Order;
import dev.casebook.lab.limiters.speed.callers.Tally;
import dev.casebook.lab.machine.Component;

/** A limiter, and callers that ask it. */
interface Contestant extends AutoCloseable {

    String name();

    /** Returns when the time of the order is over. */
    Tally run(Order order);

    /** Whose CPU a decision costs, besides that of Redis. */
    Component process();

    @Override
    default void close() {}
}
