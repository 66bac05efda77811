package dev.casebook.shortener.store;

import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/** PostgreSQL did not answer, or was not asked because it did not answer before. The call may be repeated later. */
public class StoreAwayException extends RuntimeException {

    public StoreAwayException(Throwable cause) {
        super("the store is away", cause);
    }

    /** False once PostgreSQL is taken for away: the same call, made again at once, would not get there. */
    public boolean mayBeRepeatedAtOnce() {
        return !(getCause() instanceof CircuitBreakerOpenException);
    }
}
