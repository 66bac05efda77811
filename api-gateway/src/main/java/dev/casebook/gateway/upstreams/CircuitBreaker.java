package dev.casebook.gateway.upstreams;

import dev.casebook.gateway.routes.BreakerPolicy;
import java.util.concurrent.atomic.LongAdder;

/**
 * Leaves a service alone that fails too often: while the circuit is open nobody waits for it, and it has time to recover. Then a few requests are
 * let through to find out. A request without a fault takes no lock here. Times are by {@link System#nanoTime}.
 */
final class CircuitBreaker {

    /** What the next request meets. */
    enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    /** A request that is none of the few. */
    static final long ORDINARY = 0;

    /** A request that may not go to the service. */
    static final long REFUSED = -1;

    private final BreakerPolicy policy;
    private final LongAdder good = new LongAdder();
    private volatile State state = State.CLOSED;
    private long windowFrom;
    private long goodBefore;
    private long failures;
    private long openUntil;
    private long round;
    private int probing;
    private int proven;

    CircuitBreaker(BreakerPolicy policy) {
        this.policy = policy;
    }

    BreakerPolicy policy() {
        return policy;
    }

    /** @return a ticket with which to say how the request ended: {@link #ORDINARY}, {@link #REFUSED}, or one of those that find out */
    long enter(long now) {
        return state == State.CLOSED ? ORDINARY : probe(now);
    }

    private synchronized long probe(long now) {
        if (state == State.OPEN && now - openUntil >= 0) {
            state = State.HALF_OPEN;
            round++;
            probing = 0;
            proven = 0;
        }
        if (state == State.CLOSED) {
            return ORDINARY;
        }
        if (state == State.OPEN || probing + proven >= policy.probes()) {
            return REFUSED;
        }
        probing++;
        return round;
    }

    /** @return whether the circuit has closed by it */
    boolean succeeded(long ticket) {
        good.increment();
        return ticket != ORDINARY && proved(ticket);
    }

    private synchronized boolean proved(long ticket) {
        if (!isCurrent(ticket)) {
            return false;
        }
        probing--;
        proven++;
        if (proven < policy.probes()) {
            return false;
        }
        state = State.CLOSED;
        return true;
    }

    /** @return whether the circuit has opened by it */
    synchronized boolean failed(long ticket, long now) {
        boolean opens = ticket == ORDINARY ? state == State.CLOSED && isTooMany(now) : isCurrent(ticket);
        if (opens) {
            state = State.OPEN;
            openUntil = now + policy.open().toNanos();
            failures = 0;
        }
        return opens;
    }

    private boolean isTooMany(long now) {
        if (failures == 0 || now - windowFrom >= policy.window().toNanos()) {
            windowFrom = now;
            goodBefore = good.sum();
            failures = 0;
        }
        failures++;
        long volume = failures + good.sum() - goodBefore;
        return volume >= policy.volume() && failures * 100 >= volume * policy.failures();
    }

    /** The request ended so that it says nothing about the service. */
    synchronized void withdrawn(long ticket) {
        if (ticket != ORDINARY && isCurrent(ticket)) {
            probing--;
        }
    }

    /** Of an earlier round nobody wants to know. */
    private boolean isCurrent(long ticket) {
        return state == State.HALF_OPEN && ticket == round;
    }

    State state() {
        return state;
    }

    /** @return until it is worth asking again, in nanoseconds; 0 when it already is */
    synchronized long openFor(long now) {
        return state == State.OPEN ? Math.max(0, openUntil - now) : 0;
    }
}
