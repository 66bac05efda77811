package dev.casebook.shortener.redirects;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Changes that Redis did not take, while it may hold what was before them. Bounded: once one found no room, nothing that Redis has from before it was
 * caught up with can be believed.
 */
final class MissedWrites {

    private final int most;
    private final Map<String, Known> missed = new LinkedHashMap<>();
    private boolean incomplete;
    private long believedFrom = Long.MIN_VALUE;

    MissedWrites(int most) {
        this.most = most;
    }

    synchronized void add(String code, Known change) {
        if (missed.size() < most || missed.containsKey(code)) {
            missed.merge(code, change, MissedWrites::newer);
        } else {
            incomplete = true;
        }
    }

    /** Redis has this, or something newer. */
    synchronized void written(String code, Known known) {
        missed.computeIfPresent(code, (_, held) -> known.supersedes(held) ? null : held);
    }

    /** The one that waits longest. */
    synchronized Optional<Map.Entry<String, Known>> next() {
        return missed.entrySet().stream().findFirst().map(Map.Entry::copyOf);
    }

    /**
     * Redis answers, and has all that was kept.
     *
     * @param from what is read from then on has seen all that was not kept, in milliseconds since 1970
     */
    synchronized void caughtUp(long from) {
        if (incomplete && missed.isEmpty()) {
            incomplete = false;
            believedFrom = from;
        }
    }

    /** The newer of what Redis has and what it did not take. */
    synchronized Optional<Known> over(String code, Optional<Known> found) {
        var change = Optional.ofNullable(missed.get(code));
        return found.isPresent() && change.isPresent()
                ? Optional.of(newer(found.get(), change.get()))
                : found.or(() -> change);
    }

    /** False when a change of it may have been missed and not kept. */
    synchronized boolean believes(Known found) {
        return !incomplete && found.readAt() >= believedFrom;
    }

    private static Known newer(Known one, Known other) {
        return other.supersedes(one) ? other : one;
    }
}
