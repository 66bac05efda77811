package dev.casebook.limiter.rls;

import dev.casebook.limiter.algorithms.Decision;

/**
 * What became of hits that were charged at once.
 *
 * @param counted whether the store decided; otherwise the rule did, by what it says for when the store is away
 */
public record Charge(Decision decision, boolean counted) {}
