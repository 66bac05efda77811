package dev.casebook.limiter.algorithms;

/**
 * Admits or refuses hits. What is refused costs nothing, but with a {@link CountingWindow}. A check that consumes nothing is a {@link #decide} whose state is dropped.
 *
 * @param <S> what has to be remembered between two decisions about the same key
 */
public sealed interface Algorithm<S> permits Reservable, CountingWindow, LeakyBucket {

    /** The state of a key that was never used, or not for so long that it does not matter. */
    S fresh();

    /**
     * @param now in microseconds, not negative. One that is earlier than the last one admits no more than the last one would.
     * @param cost in hits, not negative; 0 asks how things stand
     */
    Step<S> decide(S state, long now, long cost);

    /** The most hits that can be admitted at one instant: a single request that costs more is refused for ever. */
    long capacity();
}
