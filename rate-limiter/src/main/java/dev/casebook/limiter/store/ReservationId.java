package dev.casebook.limiter.store;

import java.util.List;
import java.util.Optional;

/**
 * What a reservation is known by: not to be guessed, and saying where it lies.
 *
 * @param domain of its counters
 * @param random hexadecimal
 */
public record ReservationId(String domain, String random) {

    static ReservationId next(String domain) {
        return new ReservationId(domain, IdText.random());
    }

    /** Empty when no reservation was ever called so. */
    public static Optional<ReservationId> parse(String text) {
        return IdText.parse(text, 1).map(parts -> new ReservationId(parts.getFirst(), parts.getLast()));
    }

    /** With the hash tag of its counters. */
    String key() {
        return "limiter:{" + domain + "}:reservation:" + random;
    }

    /** Of characters that may stand in a path. */
    @Override
    public String toString() {
        return IdText.of(List.of(domain), random);
    }
}
