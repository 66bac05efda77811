package dev.casebook.shortener.store;

/** The call took too long, and the server is there all the same. Has no cause: that is what the breaker would look at. */
final class TooSlowException extends RuntimeException {

    TooSlowException() {
        super("too slow, while others were answered");
    }
}
