package dev.casebook.limiter.client.leases;

/** Counts what passes without the limiter. */
final class LocalWindow {

    private final long count;
    private final long period;
    private long begun;
    private long passed;

    LocalWindow(Fallback.LocalShare share) {
        this.count = share.count();
        this.period = share.period().toNanos();
    }

    synchronized boolean admits(long now) {
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
