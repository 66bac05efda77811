package dev.casebook.shortener.visits;

/**
 * What the store answers to one who asks for visits.
 *
 * @param permit granted without visits: there is no limit any more
 * @param version the link's, when it was read
 * @param visits leased; 0 unless granted
 */
record Grant(Permit permit, long version, long visits) {

    boolean isLease() {
        return visits > 0;
    }
}
