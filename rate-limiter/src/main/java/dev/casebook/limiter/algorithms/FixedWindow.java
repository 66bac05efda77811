package dev.casebook.limiter.algorithms;

/**
 * Counts hits in windows that all begin at multiples of the period. One number a key, but twice the count passes around a window's edge.
 *
 * <p>As envoyproxy/ratelimit does it (src/limiter/base_limiter.go), save that there a refused hit counts too.
 */
public record FixedWindow(Rate rate) implements Reservable<FixedWindow.Window> {

    /** Hits since the start of a window. */
    public record Window(long start, long hits) {}

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
        var window = current(state, now);
        long end = window.start() + rate.period();
        boolean admitted = cost <= room(window);

        var next = admitted ? new Window(window.start(), window.hits() + cost) : window;
        long remaining = room(next);
        long resetAfter = next.hits() == 0 ? 0 : end - now;
        if (admitted) {
            return new Step<>(Decision.admitted(remaining, resetAfter), next);
        }
        long retryAfter = cost > rate.count() ? Decision.NEVER : end - now;
        return new Step<>(Decision.refused(remaining, retryAfter, resetAfter), next);
    }

    /** More may have passed than the count, when it was larger. */
    private long room(Window window) {
        return Math.max(0, rate.count() - window.hits());
    }

    private Window current(Window state, long now) {
        long start = now - now % rate.period();
        return start > state.start() ? new Window(start, 0) : state;
    }

    @Override
    public Refund<Window> refund(Charge<Window> charge, Window state, long now, long hits) {
        var window = current(state, now);
        if (window.start() != charge.after().start()) {
            return new Refund<>(0, state);
        }
        long returned = Math.min(hits, window.hits());
        return new Refund<>(returned, new Window(window.start(), window.hits() - returned));
    }
}
