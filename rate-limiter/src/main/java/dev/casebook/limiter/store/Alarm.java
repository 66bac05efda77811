package dev.casebook.limiter.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * One timer for all who wait, in place of one to set and cancel for each. Whoever it wakes looks at all, and sets it for the earliest of those that still
 * wait. Instants are nanoseconds since the alarm was made.
 */
final class Alarm {

    static final long NEVER = Long.MAX_VALUE;

    private final long origin = System.nanoTime();
    private final AtomicLong next = new AtomicLong(NEVER);
    private final LongConsumer woken;

    /** @param woken is told the instant */
    Alarm(LongConsumer woken) {
        this.woken = woken;
    }

    long after(Duration wait) {
        return now() + wait.toNanos();
    }

    private long now() {
        return System.nanoTime() - origin;
    }

    /** Rings then, unless it was set for an earlier instant already. */
    void ringAt(long instant) {
        for (long set = next.get(); instant < set; set = next.get()) {
            if (next.compareAndSet(set, instant)) {
                CompletableFuture.delayedExecutor(instant - now(), TimeUnit.NANOSECONDS)
                        .execute(() -> ring(instant));
                return;
            }
        }
    }

    private void ring(long instant) {
        // Otherwise an earlier one took its place, and whoever was woken then has seen to all others.
        if (next.compareAndSet(instant, NEVER)) {
            woken.accept(now());
        }
    }
}
