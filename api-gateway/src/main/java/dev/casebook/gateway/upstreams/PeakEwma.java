package dev.casebook.gateway.upstreams;

import java.time.Duration;

/**
 * A moving average of latency that follows a peak at once and forgets it slowly, as in Finagle's {@code PeakEwma}: an instance that became slow is
 * avoided from its first slow answer on, and looks better with each moment in which it is not asked.
 */
final class PeakEwma {

    private final double decay;
    private volatile double cost;
    private volatile long at;

    /** @param decay after this time a latency counts for a third (1/e) of what it did */
    PeakEwma(Duration decay) {
        this.decay = decay.toNanos();
    }

    /** @param nanos how long a request took */
    synchronized void observe(long nanos, long now) {
        double kept = kept(now);
        double before = cost * kept;
        cost = nanos > before ? nanos : before + (1 - kept) * nanos;
        at = now;
    }

    /** What time has left of a latency. Whoever reads while another writes is off by the time between two answers. */
    private double kept(long now) {
        return Math.exp(-Math.max(0, now - at) / decay);
    }

    /** @return in nanoseconds; 0 when nothing is known */
    double latency(long now) {
        return cost * kept(now);
    }

    /**
     * What a further request to the instance would wait for.
     *
     * @param inFlight requests that it has now
     */
    double load(int inFlight, long now) {
        double latency = latency(now);
        if (latency == 0) {
            // One request at a time until the first answer says how fast it is.
            return inFlight == 0 ? 0 : Double.MAX_VALUE;
        }
        return latency * (inFlight + 1);
    }
}
