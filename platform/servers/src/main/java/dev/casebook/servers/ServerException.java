package dev.casebook.servers;

/** A server did not start, or stopped; the message is one sentence for a person. */
public final class ServerException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ServerException(String message) {
        super(message);
    }

    public ServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
