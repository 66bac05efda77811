package dev.casebook.lab;

/** The scenario cannot run as things are; the message tells a person why, and what to do about it. */
public final class CannotRunException extends RuntimeException {

    public CannotRunException(String message) {
        super(message);
    }

    public CannotRunException(String message, Throwable cause) {
        super(message, cause);
    }
}
