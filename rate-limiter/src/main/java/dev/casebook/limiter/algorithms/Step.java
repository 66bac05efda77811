package dev.casebook.limiter.algorithms;

/** A decision, and the state that the next one about the same key starts from. */
public record Step<S>(Decision decision, S state) {}
