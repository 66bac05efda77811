package dev.casebook.gateway.routes;

/** A request target that is malformed, or that two servers might read differently. */
public final class BadTargetException extends RuntimeException {

    BadTargetException(String message) {
        // An answer to a bad request, not a failure of ours: nobody reads its stack.
        super(message, null, false, false);
    }
}
