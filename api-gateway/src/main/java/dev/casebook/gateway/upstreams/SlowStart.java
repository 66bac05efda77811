package dev.casebook.gateway.upstreams;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Spares an instance that is new or back: its caches and its compiled code are cold. Its share of the requests grows evenly, from a tenth of what
 * it would get to all of it; whether it is asked at all is drawn for each request, so it fits every way of balancing.
 */
final class SlowStart {

    /** Without requests it would never warm up. */
    private static final double LEAST = 0.1;

    private volatile boolean begun;
    private volatile long from;

    /** @param from when it gets its first requests, by {@link System#nanoTime} */
    void begin(long from) {
        this.from = from;
        begun = true;
    }

    /** @return 0.1 to 1 */
    double share(long now, Duration length) {
        return begun ? Math.clamp((double) (now - from) / length.toNanos(), LEAST, 1) : 1;
    }

    /** Whether the instance takes part in the choice this time. */
    boolean takesPart(long now, Duration length, RandomGenerator random) {
        double share = share(now, length);
        return share == 1 || random.nextDouble() < share;
    }
}
