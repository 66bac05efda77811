package dev.casebook.limiter.leases;

/** A caller wants more than one may have. */
final class TooManyException extends RuntimeException {

    TooManyException(String message, Object... arguments) {
        super(message.formatted(arguments), null, false, false);
    }
}
