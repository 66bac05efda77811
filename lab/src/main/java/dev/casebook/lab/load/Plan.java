package dev.casebook.lab.load;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * What a run is to do.
 *
 * @param target on loopback: this generator is not for other people's servers
 * @param rate requests per second, evenly spaced
 * @param warmup how long requests are sent before any counts: the rate rises evenly over the first half, for the sake of cold code, and is held
 *     over the second
 * @param measured how long requests are sent that count
 * @param timeout after its due time a request without an answer is an error
 * @param connections the most that are open at once; a request that finds all of them busy waits, and is late
 * @param unanswered a request is not sent while so many are unanswered, and those that time does not suffice for are left out; in an open model there
 *     is no such limit
 */
public record Plan(
        InetSocketAddress target,
        int rate,
        Duration warmup,
        Duration measured,
        Duration timeout,
        int connections,
        int unanswered) {

    private static final long NANOS = 1_000_000_000L;

    /** An open model: requests are sent when they are due, whatever became of those before. */
    public Plan(
            InetSocketAddress target, int rate, Duration warmup, Duration measured, Duration timeout, int connections) {
        this(target, rate, warmup, measured, timeout, connections, Integer.MAX_VALUE);
    }

    public Plan {
        if (target.isUnresolved() || !target.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("%s is not a loopback address".formatted(target));
        }
        if (rate < 1) {
            throw new IllegalArgumentException("rate %d is below 1 per second".formatted(rate));
        }
        if (warmup.isNegative() || measured.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "warm-up %s must not be negative, and %s not below a second".formatted(warmup, measured));
        }
        if (connections < 1 || unanswered < 1 || !timeout.isPositive()) {
            throw new IllegalArgumentException("connections %d, unanswered %d and timeout %s must be positive"
                    .formatted(connections, unanswered, timeout));
        }
    }

    /** A closed model of the same target: at most so many requests at a time, and no more than the rate. */
    public Plan closed(int rate, Duration time, int atOnce) {
        return new Plan(target, rate, Duration.ZERO, time, timeout, atOnce, atOnce);
    }

    long nanos() {
        return warmup.plus(measured).toNanos();
    }

    /** @return nanoseconds from the start of the run until request n is due, n from 0 */
    long dueNanos(long n) {
        long fromEndOfWarmup = n - warmupRequests();
        if (fromEndOfWarmup >= -steadyWarmupRequests()) {
            return warmup.toNanos() + evenly(fromEndOfWarmup);
        }
        long ramp = warmup.toNanos() - evenly(steadyWarmupRequests());
        return (long) (ramp * Math.sqrt((double) n / rampRequests()));
    }

    private long evenly(long requests) {
        return Math.floorDiv(requests, rate) * NANOS + Math.floorMod(requests, rate) * NANOS / rate;
    }

    private long steadyWarmupRequests() {
        return warmup.toSeconds() * rate / 2;
    }

    private long rampRequests() {
        return warmup.toSeconds() * rate / 4;
    }

    long warmupRequests() {
        return rampRequests() + steadyWarmupRequests();
    }

    long measuredRequests() {
        return measured.toSeconds() * rate;
    }

    /** @return all that are to be sent, the warm-up's too */
    public long requests() {
        return warmupRequests() + measuredRequests();
    }
}
