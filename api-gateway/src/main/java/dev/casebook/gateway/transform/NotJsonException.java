package dev.casebook.gateway.transform;

/** A document that cannot be read. The message says why, and may quote it. */
public final class NotJsonException extends Exception {

    NotJsonException(String message) {
        super(message, null, false, false);
    }
}
