package dev.casebook.gateway.identity;

/** The message tells the client why; it holds nothing of the token. */
final class InvalidTokenException extends RuntimeException {

    InvalidTokenException(String message) {
        super(message, null, false, false);
    }
}
