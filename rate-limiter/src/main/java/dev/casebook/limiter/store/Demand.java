package dev.casebook.limiter.store;

import dev.casebook.limiter.algorithms.Algorithm;
import dev.casebook.limiter.algorithms.Terms;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Hits on one key under one limit. The same key under another algorithm, or with other numbers, is another counter.
 *
 * @param cost in hits; 0 asks how things stand
 */
public record Demand(String key, Terms terms, long cost, Role role) {

    /** What a refusal of this demand does to its request. */
    public enum Role {
        /** Refuses it. */
        REQUIRED,
        /** Refuses it if every other quota refuses too. */
        QUOTA,
        /** Nothing. */
        SHADOW;

        /**
         * Whether a request may proceed when its limits say so.
         *
         * @param admitted by the limit at this place
         */
        public static boolean admits(List<Role> roles, IntPredicate admitted) {
            boolean quotas = false;
            boolean open = false;
            for (int i = 0; i < roles.size(); i++) {
                if (roles.get(i) == REQUIRED && !admitted.test(i)) {
                    return false;
                }
                quotas |= roles.get(i) == QUOTA;
                open |= roles.get(i) == QUOTA && admitted.test(i);
            }
            return open || !quotas;
        }
    }

    public Demand {
        if (cost < 0) {
            throw new IllegalArgumentException("a cost is not negative, as %d for %s is".formatted(cost, key));
        }
    }

    public Demand(String key, Algorithm<?> algorithm, long cost) {
        this(key, algorithm, cost, Role.REQUIRED);
    }

    public Demand(String key, Algorithm<?> algorithm, long cost, Role role) {
        this(key, Terms.of(algorithm), cost, role);
    }
}
