package dev.casebook.limiter.algorithms;

/**
 * An algorithm that can take back what it admitted. A {@link LeakyBucket} cannot, since others have their turns behind it already; nor can a
 * {@link CountingWindow}, which counts more than it admits.
 */
public sealed interface Reservable<S> extends Algorithm<S>
        permits FixedWindow, SlidingWindowLog, SlidingWindowCounter, TokenBucket, Gcra {

    /**
     * Gives back hits of an earlier charge, as far as they still count. Afterwards all is exactly as if so many fewer had been charged then, save for
     * what was refused in between.
     *
     * @param charge of at least as many hits
     * @param state as it is now
     * @param hits not negative
     */
    Refund<S> refund(Charge<S> charge, S state, long now, long hits);

    /**
     * What has to be known of a charge to take it back.
     *
     * @param after the state that it left
     * @param returnedSince hits that refunds gave back to the key since, whosever they were
     */
    record Charge<S>(S after, long returnedSince) {}

    /** @param returned hits: what was asked, or less, since the others came back by themselves or were forgotten meanwhile */
    record Refund<S>(long returned, S state) {}
}
