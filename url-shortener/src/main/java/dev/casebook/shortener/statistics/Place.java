package dev.casebook.shortener.statistics;

import java.time.Instant;
import java.util.Comparator;

/**
 * Where clicks are added up.
 *
 * @param startsAt of the period
 */
record Place(String code, Instant startsAt) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::code).thenComparing(Place::startsAt);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
