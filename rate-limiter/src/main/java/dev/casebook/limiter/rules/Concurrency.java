package dev.casebook.limiter.rules;

import dev.casebook.limiter.algorithms.Slots;
import java.util.List;

/**
 * What a rule says about how many may hold a slot at once.
 *
 * @param label by which callers know it; printable ASCII
 */
public record Concurrency(Slots slots, OnFailure onFailure, String label) {

    /**
     * Whose slots they are.
     *
     * @param key of whom, which no other list of entries shares
     */
    public record Match(Concurrency concurrency, String key) {}

    static Concurrency of(List<String> path, Node fields) {
        long count = LimitFields.within(fields, "slots", 1, Slots.MAX_COUNT);
        var onFailure = LimitFields.onFailure(fields);
        if (onFailure == OnFailure.LOCAL_SHARE) {
            throw fields.invalid("on_failure", "a concurrency has no local_share");
        }
        return new Concurrency(new Slots(count), onFailure, Limit.label("", path));
    }
}
