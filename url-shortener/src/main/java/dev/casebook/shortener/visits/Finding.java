package dev.casebook.shortener.visits;

/**
 * There was nothing to lease.
 *
 * @param until when to ask again, in milliseconds since 1970
 */
record Finding(Permit permit, long version, long until) implements Held {}
