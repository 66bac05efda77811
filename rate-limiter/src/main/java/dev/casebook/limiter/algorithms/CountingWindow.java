package dev.casebook.limiter.algorithms;

import dev.casebook.limiter.algorithms.FixedWindow.Window;

/**
 * The fixed window of envoyproxy/ratelimit (src/limiter/base_limiter.go): a refused hit counts too, so once more hits came than the count, all are
 * refused until the window ends, and a single large one uses up what was left. For who needs its answers; a {@link FixedWindow} is better.
 */
public record CountingWindow(Rate rate) implements Algorithm<Window> {

    /** Hits beyond do not count any more: there they would not be exact. */
    private static final long MOST = 1L << 52;

    @Override
    public Window fresh() {
        return new Window(0, 0);
    }

    @Override
    public long capacity() {
        return rate.count();
    }

    @Override
    public Step<Window> decide(Window state, long now, long cost) {
        long start = Math.max(state.start(), now - now % rate.period());
        long hits = Math.min(MOST, (start == state.start() ? state.hits() : 0) + Math.min(cost, Rate.MAX_COUNT + 1));
        long left = start + rate.period() - now;
        var next = new Window(start, hits);
        long remaining = rate.count() - hits;
        return remaining >= 0
                ? new Step<>(Decision.admitted(remaining, left), next)
                : new Step<>(Decision.refused(remaining, left, left), next);
    }
}
