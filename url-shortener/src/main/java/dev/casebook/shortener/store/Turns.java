package dev.casebook.shortener.store;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A bounded number of calls at once; a bounded number of others waits, in order of arrival, for a bounded time. Who waits here in vain has not been
 * at the server, so it says nothing about the server: that is why waiting and calling have a limit of time each.
 */
final class Turns {

    private final Semaphore inside;
    private final Semaphore room;
    private final long patienceMillis;

    /** @param patience how long to wait for a turn */
    Turns(int atOnce, int waiting, Duration patience) {
        this.inside = new Semaphore(atOnce, true);
        this.room = new Semaphore(atOnce + waiting);
        this.patienceMillis = patience.toMillis();
    }

    /**
     * Runs the work on the caller's thread.
     *
     * @throws NoTurnException when the work was not begun
     */
    <T> T take(Supplier<T> work) {
        if (!room.tryAcquire()) {
            throw new NoTurnException("as many wait as may");
        }
        try {
            enter();
            try {
                return work.get();
            } finally {
                inside.release();
            }
        } finally {
            room.release();
        }
    }

    private void enter() {
        try {
            if (!inside.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS)) {
                throw new NoTurnException("no turn came in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoTurnException("the caller gave up");
        }
    }
}
