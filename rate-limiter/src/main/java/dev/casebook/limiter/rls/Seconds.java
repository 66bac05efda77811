package dev.casebook.limiter.rls;

import dev.casebook.limiter.algorithms.Decision;

/** Waits as they are told, in whole seconds: rounded up, so that waiting that long succeeds. */
final class Seconds {

    private static final long SECOND = 1_000_000;

    private Seconds() {}

    static long of(long micros) {
        return Math.ceilDiv(micros, SECOND);
    }

    /** Until the refused cost would be admitted; otherwise, or if it never would, until all is as new. */
    static long until(Decision decision) {
        boolean waits = !decision.admitted() && decision.retryAfter() != Decision.NEVER;
        return of(waits ? decision.retryAfter() : decision.resetAfter());
    }
}
