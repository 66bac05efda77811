package dev.casebook.limiter.algorithms;

/** A request of a trace: so many microseconds after the one before it. */
record Hit(long gap, long cost) {}
