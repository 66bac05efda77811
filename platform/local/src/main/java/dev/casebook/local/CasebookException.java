package dev.casebook.local;

/** What keeps a command from doing its work; the message is one sentence for a person. */
final class CasebookException extends RuntimeException {

    private static final long serialVersionUID = 1;

    CasebookException(String message) {
        super(message);
    }

    CasebookException(String message, Throwable cause) {
        super(message, cause);
    }
}
