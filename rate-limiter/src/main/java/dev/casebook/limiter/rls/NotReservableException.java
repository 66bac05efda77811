package dev.casebook.limiter.rls;

/** A request that can be decided, but not settled later; the message says why. */
final class NotReservableException extends RuntimeException {

    NotReservableException(String reason) {
        super(reason, null, true, false);
    }
}
