package dev.casebook.limiter.store;

import dev.casebook.limiter.algorithms.Algorithm;

/**
 * Hits on one key under one limit. The same key under another algorithm, or with other numbers, is another counter.
 *
 * @param cost in hits; 0 asks how things stand
 */
public record Demand(String key, Algorithm<?> algorithm, long cost, Role role) {

    /** What a refusal of this demand does to its request. */
    public enum Role {
        /** Refuses it. */
        REQUIRED,
        /** Refuses it if every other quota refuses too. */
        QUOTA,
        /** Nothing. */
        SHADOW
    }

    public Demand {
        if (cost < 0) {
            throw new IllegalArgumentException("a cost is not negative, as %d for %s is".formatted(cost, key));
        }
    }

    public Demand(String key, Algorithm<?> algorithm, long cost) {
        this(key, algorithm, cost, Role.REQUIRED);
    }
}
