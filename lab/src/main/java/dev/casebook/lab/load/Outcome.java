package dev.casebook.lab.load;

import java.util.SortedMap;
import org.HdrHistogram.Histogram;

/**
 * What a run came to. The warm-up is in none of it but {@code warmupErrors}, {@code everSent} and {@code everRight}.
 *
 * @param turns of the generator's thread
 * @param due requests that were to be sent
 * @param onTime how many of them were sent within 1 ms of their schedule
 * @param right how many were answered as expected, without those {@link Request#aside}
 * @param errors the others, by kind
 * @param latency of the right answers, in microseconds from the due time
 * @param lag between due time and the write to the socket, in microseconds
 * @param warmupErrors requests of the warm-up that went wrong
 * @param everSent requests sent, the warm-up's too; without those aside
 * @param everRight right answers, to the warm-up's requests too
 * @param asideLatency of the right answers to requests {@link Request#aside}, in microseconds from the due time; they are in {@code due}, {@code
 *     onTime} and the errors too, and in nothing else
 */
public record Outcome(
        Turns turns,
        long due,
        long onTime,
        long right,
        SortedMap<String, Long> errors,
        Histogram latency,
        Histogram lag,
        long warmupErrors,
        long everSent,
        long everRight,
        Histogram asideLatency) {

    /** The least share of requests on time with which a rate counts as held. */
    public static final double HELD = 0.999;

    public double onTimeShare() {
        return (double) onTime / due;
    }

    public boolean held() {
        return onTimeShare() >= HELD;
    }

    public long failed() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }
}
