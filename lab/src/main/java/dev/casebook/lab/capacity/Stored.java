package dev.casebook.lab.capacity;

/**
 * What links take where they are kept.
 *
 * @param links rows, the deleted ones too
 * @param tableBytes of these rows in PostgreSQL, with what is free in their pages
 * @param indexBytes of the indexes on them
 * @param cached entries in Redis
 * @param cachedBytes of an entry on average, its key included
 */
record Stored(long links, long tableBytes, long indexBytes, long cached, double cachedBytes) {

    /** Of a link in PostgreSQL; without the log, the outbox and the clicks. */
    double bytesPerLink() {
        return links == 0 ? 0 : (double) (tableBytes + indexBytes) / links;
    }
}
