package dev.casebook.limiter.comparison;

/** A file of arrivals cannot be read; the message tells a person which line, and why. */
final class MalformedTraceException extends RuntimeException {

    MalformedTraceException(String message) {
        super(message);
    }

    MalformedTraceException(String message, Throwable cause) {
        super(message, cause);
    }
}
