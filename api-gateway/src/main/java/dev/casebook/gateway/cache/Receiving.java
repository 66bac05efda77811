package dev.casebook.gateway.cache;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of answers that are on their way into the cache, all together. */
final class Receiving {

    private final long most;
    private final AtomicLong bytes = new AtomicLong();

    Receiving(long most) {
        this.most = most;
    }

    /** @return false when there would be too many; then they do not count */
    boolean take(int more) {
        if (bytes.addAndGet(more) > most) {
            bytes.addAndGet(-more);
            return false;
        }
        return true;
    }

    void give(int back) {
        bytes.addAndGet(-back);
    }
}
