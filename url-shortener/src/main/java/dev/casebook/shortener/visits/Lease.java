package dev.casebook.shortener.visits;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Visits of one link that this instance alone may spend. */
final class Lease implements Held {

    private static final long ENDED = -1;

    private final UUID id;
    private final long version;
    private final AtomicLong left;

    Lease(UUID id, long version, long visits) {
        this.id = id;
        this.version = version;
        this.left = new AtomicLong(visits);
    }

    @Override
    public long version() {
        return version;
    }

    boolean hasVisits() {
        return left.get() > 0;
    }

    /** Spends one visit, if there is one. */
    boolean spend() {
        long seen = left.get();
        while (seen > 0) {
            if (left.compareAndSet(seen, seen - 1)) {
                return true;
            }
            seen = left.get();
        }
        return false;
    }

    /** From now on nothing can be spent; what was not yet is told once, to the first who ends it. */
    Optional<Unspent> end() {
        long unspent = left.getAndSet(ENDED);
        return unspent == ENDED ? Optional.empty() : Optional.of(new Unspent(id, unspent));
    }
}
