package dev.casebook.lab.capacity;

import java.util.Optional;

/**
 * What links take where they are kept.
 *
 * @param links rows, the deleted ones too
 * @param tableBytes of these rows in PostgreSQL, with what is free in their pages
 * @param indexBytes of the indexes on them
 * @param cached empty while Redis is away
 */
record Stored(long links, long tableBytes, long indexBytes, Optional<Cached> cached) {

    /**
     * @param entries of links; Redis may hold other keys too
     * @param entryBytes of one of them on average, its key included
     */
    record Cached(long entries, double entryBytes) {}

    /** Of a link in PostgreSQL; without the log, the outbox and the clicks. */
    double bytesPerLink() {
        return links == 0 ? 0 : (double) (tableBytes + indexBytes) / links;
    }
}
