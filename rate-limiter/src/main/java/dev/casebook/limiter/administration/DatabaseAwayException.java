package dev.casebook.limiter.administration;

/** PostgreSQL did not answer, or was not asked because it did not answer before. The request may be repeated later. */
final class DatabaseAwayException extends RuntimeException {

    DatabaseAwayException(String reason) {
        super(reason, null, true, false);
    }

    DatabaseAwayException(Throwable cause) {
        super(cause);
    }
}
