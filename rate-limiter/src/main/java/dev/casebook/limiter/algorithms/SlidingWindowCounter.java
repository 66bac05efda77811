package dev.casebook.limiter.algorithms;

/**
 * Two counters in place of a log: the hits of the previous window are taken to have come evenly, and count by the share of it that a period which
 * ends now still covers. Wrong by as much as they did not: at the worst, just under twice the count passes in a period.
 *
 * <p>Cloudflare, "How we built rate limiting capable of scaling to millions of domains" (2017).
 */
public record SlidingWindowCounter(Rate rate) implements Reservable<SlidingWindowCounter.Windows> {

    /**
     * Hits in a window and in the one before it.
     *
     * @param start of the newer window, in ticks
     */
    public record Windows(long start, long previous, long current) {}

    @Override
    public Windows fresh() {
        return new Windows(0, 0, 0);
    }

    @Override
    public long capacity() {
        return rate.count();
    }

    @Override
    public Step<Windows> decide(Windows state, long now, long cost) {
        var ticks = Ticks.of(rate.period(), rate.count());
        long period = ticks.in(rate.period());
        long tick = ticks.at(now);
        var windows = current(state, tick, period);
        // A clock that went back stands at the start of the window.
        long elapsed = Math.max(0, tick - windows.start());
        boolean admitted = cost <= Math.max(0, room(windows, elapsed, period));

        var next = admitted ? new Windows(windows.start(), windows.previous(), windows.current() + cost) : windows;
        long remaining = Math.max(0, room(next, elapsed, period));
        long resetAfter = ticks.until(forgotten(next, period), now);
        if (admitted) {
            return new Step<>(Decision.admitted(remaining, resetAfter), next);
        }
        long retryAfter = cost > rate.count() ? Decision.NEVER : ticks.until(fits(windows, cost, period), now);
        return new Step<>(Decision.refused(remaining, retryAfter, resetAfter), next);
    }

    private static Windows current(Windows state, long tick, long period) {
        long start = tick - tick % period;
        if (start <= state.start()) {
            return state;
        }
        return new Windows(start, start == state.start() + period ? state.current() : 0, 0);
    }

    /** The share of the previous window is rounded up. Negative when hits of before weigh more than was left. */
    private long room(Windows windows, long elapsed, long period) {
        return rate.count() - windows.current() - Math.ceilDiv(windows.previous() * (period - elapsed), period);
    }

    private static long forgotten(Windows windows, long period) {
        if (windows.current() > 0) {
            return windows.start() + 2 * period;
        }
        return windows.previous() > 0 ? windows.start() + period : 0;
    }

    /** The first tick at which the cost fits: in this window, in the next, where this one is the previous, or after both. */
    private long fits(Windows windows, long cost, long period) {
        long here = fades(windows.previous(), rate.count() - windows.current() - cost, period);
        if (here < period) {
            return windows.start() + here;
        }
        return windows.start() + period + fades(windows.current(), rate.count() - cost, period);
    }

    /** After how much of a window the previous one weighs no more than the room there is; the whole window if only then. */
    private static long fades(long previous, long room, long period) {
        if (room < 0) {
            return period;
        }
        return previous <= room ? 0 : period - room * period / previous;
    }

    /** In the previous window, the hits weigh only as much as they still did. */
    @Override
    public Refund<Windows> refund(Charge<Windows> charge, Windows state, long now, long hits) {
        var ticks = Ticks.of(rate.period(), rate.count());
        long period = ticks.in(rate.period());
        var windows = current(state, ticks.at(now), period);
        long start = charge.after().start();
        if (start == windows.start()) {
            long returned = Math.min(hits, windows.current());
            return new Refund<>(
                    returned, new Windows(windows.start(), windows.previous(), windows.current() - returned));
        }
        if (start + period == windows.start()) {
            long returned = Math.min(hits, windows.previous());
            return new Refund<>(
                    returned, new Windows(windows.start(), windows.previous() - returned, windows.current()));
        }
        return new Refund<>(0, state);
    }
}
