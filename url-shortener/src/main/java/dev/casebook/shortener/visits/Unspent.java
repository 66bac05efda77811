package dev.casebook.shortener.visits;

import java.util.UUID;

/**
 * A lease that ended.
 *
 * @param visits that were not spent; {@link #ALL} for those of a lease that was asked for and never heard of, if it exists at all
 */
record Unspent(UUID lease, long visits) {

    static final long ALL = -1;

    boolean isUnheard() {
        return visits == ALL;
    }
}
