package dev.casebook.shortener.store;

/** The work was not begun, because others were before it. */
final class NoTurnException extends RuntimeException {

    NoTurnException(String message) {
        super(message);
    }
}
