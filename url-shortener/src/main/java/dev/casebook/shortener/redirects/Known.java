package dev.casebook.shortener.redirects;

/**
 * A destination as a cache holds it.
 *
 * @param readAt when it was the truth for certain, in milliseconds since 1970
 */
record Known(Destination destination, long readAt) {

    /** True unless the other is newer: a later version, or the same one confirmed later. */
    boolean supersedes(Known other) {
        long version = destination.version();
        long held = other.destination.version();
        return version > held || version == held && readAt >= other.readAt;
    }
}
