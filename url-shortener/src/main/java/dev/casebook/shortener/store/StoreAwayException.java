package dev.casebook.shortener.store;

/** PostgreSQL did not answer, or was not asked because it did not answer before. The call may be repeated later. */
public class StoreAwayException extends RuntimeException {

    public StoreAwayException(Throwable cause) {
        super("the store is away", cause);
    }
}
