package dev.casebook.limiter.leases;

/** A message that is none; nothing of it has any effect. */
final class InvalidReportException extends RuntimeException {

    InvalidReportException(String message, Object... arguments) {
        super(message.formatted(arguments), null, false, false);
    }
}
