package dev.casebook.lab.limiters.speed.callers;

/** A limiter under one limit, as its users call it: one call for each decision, which waits for it. */
interface Decider {

    /** @throws RuntimeException when nobody decides */
    boolean admits(String key);

    /** Hits that the key has left. */
    long remaining(String key);
}
