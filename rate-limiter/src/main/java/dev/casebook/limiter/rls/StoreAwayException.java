package dev.casebook.limiter.rls;

/** The store does not answer, and a rule leaves it to the caller what to do then. Whether the request was charged is unknown. */
public final class StoreAwayException extends RuntimeException {

    StoreAwayException(Throwable cause) {
        // Thrown for every request while the store is away: a stack trace would cost more than the answer.
        super("the store does not answer", cause, false, false);
    }
}
