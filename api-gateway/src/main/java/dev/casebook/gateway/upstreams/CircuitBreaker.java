package dev.casebook.gateway.upstreams;

import dev.casebook.gateway.routes.BreakerPolicy;
import java.util.Optional;
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

    /** For as long as the circuit stays as it is. What began in an earlier one says nothing about this. */
    static final class Period {

        private final State state;

        private Period(State state) {
            this.state = state;
        }
    }

    private final BreakerPolicy policy;
    private final LongAdder good = new LongAdder();
    private volatile Period period = new Period(State.CLOSED);
    private long windowFrom;
    private long goodBefore;
    private long failures;
    private long openUntil;
    private int probing;
    private int proven;

    CircuitBreaker(BreakerPolicy policy) {
        this.policy = policy;
    }

    BreakerPolicy policy() {
        return policy;
    }

    /** @return with what to say how the request ended; empty when it may not go to the service */
    Optional<Period> enter(long now) {
        var current = period;
        return current.state == State.CLOSED ? Optional.of(current) : probe(now);
    }

    private synchronized Optional<Period> probe(long now) {
        if (period.state == State.OPEN && now - openUntil >= 0) {
            period = new Period(State.HALF_OPEN);
            probing = 0;
            proven = 0;
        }
        if (period.state == State.HALF_OPEN) {
            if (probing + proven >= policy.probes()) {
                return Optional.empty();
            }
            probing++;
        }
        return period.state == State.OPEN ? Optional.empty() : Optional.of(period);
    }

    /** @return whether the circuit has closed by it */
    boolean succeeded(Period since) {
        good.increment();
        return since.state == State.HALF_OPEN && proved(since);
    }

    private synchronized boolean proved(Period since) {
        if (since != period) {
            return false;
        }
        probing--;
        proven++;
        if (proven < policy.probes()) {
            return false;
        }
        period = new Period(State.CLOSED);
        return true;
    }

    /** @return whether the circuit has opened by it */
    synchronized boolean failed(Period since, long now) {
        if (since != period || since.state == State.CLOSED && !isTooMany(now)) {
            return false;
        }
        period = new Period(State.OPEN);
        openUntil = now + policy.open().toNanos();
        failures = 0;
        return true;
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
    synchronized void withdrawn(Period since) {
        if (since == period && since.state == State.HALF_OPEN) {
            probing--;
        }
    }

    State state() {
        return period.state;
    }

    /** @return until it is worth asking again, in nanoseconds; 0 when it already is */
    synchronized long openFor(long now) {
        return period.state == State.OPEN ? Math.max(0, openUntil - now) : 0;
    }
}
