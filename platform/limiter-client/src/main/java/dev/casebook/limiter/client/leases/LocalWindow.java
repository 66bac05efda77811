package dev.casebook.limiter.client.leases;

/** Counts what passes without the limiter. */
public final class LocalWindow {

    private final long count;
    private final long period;
    private long begun;
    private long passed;

    public LocalWindow(Fallback.LocalShare share) {
        this.count = share.count();
        this.period = share.period().toNanos();
    }

    /** @param now by {@link System#nanoTime} */
    public synchronized boolean admits(long now) {
        if (passed == 0 || now - begun >= period) {
            begun = now;
            passed = 0;
        }
        if (passed == count) {
            return false;
        }
        passed++;
        return true;
    }
}
