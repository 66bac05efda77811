package dev.casebook.shortener.clicks;

/** A record of the topic of clicks that can never be counted. */
final class UnreadableBatchException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableBatchException(String message) {
        super(message);
    }
}
