package dev.casebook.shortener.links;

/**
 * Fired inside the transaction that changes a link, for those in this process who want to know; the others hear of it over Kafka.
 *
 * @param link its state after the change
 */
public record LinkChange(Link link, Kind kind) {

    public enum Kind {
        CREATED,
        UPDATED,
        DELETED,
        RESTORED
    }
}
