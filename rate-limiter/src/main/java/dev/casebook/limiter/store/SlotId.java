package dev.casebook.limiter.store;

import java.util.List;
import java.util.Optional;

/**
 * Who holds a slot: not to be guessed, and saying which.
 *
 * @param key whose slots they are, within the domain
 * @param random hexadecimal
 */
public record SlotId(String domain, String key, String random) {

    static SlotId next(String domain, String key) {
        return new SlotId(domain, key, IdText.random());
    }

    /** Empty when no holder was ever called so. */
    public static Optional<SlotId> parse(String text) {
        return IdText.parse(text, 2).map(parts -> new SlotId(parts.get(0), parts.get(1), parts.get(2)));
    }

    /** However many slots there are: a rule that gets another number goes on with those that are held. */
    String slots() {
        return "limiter:{" + domain + "}:slots:" + key;
    }

    /** Of characters that may stand in a path. */
    @Override
    public String toString() {
        return IdText.of(List.of(domain, key), random);
    }
}
