package dev.casebook.shortener.transfer;

/** The rest of a file cannot be read. What stood before it was imported. */
final class MalformedImportException extends RuntimeException {

    MalformedImportException(String message) {
        super(message, null, false, false);
    }
}
