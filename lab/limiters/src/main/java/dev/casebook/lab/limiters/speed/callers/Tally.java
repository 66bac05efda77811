package dev.casebook.lab.limiters.speed.callers;

import java.util.Locale;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/**
 * What became of an order.
 *
 * @param failed decisions that nobody made, in time or at all; they may have been charged
 * @param remaining hits that the key had left, if there was one key
 */
public record Tally(
        long decisions,
        long admitted,
        long failed,
        double seconds,
        double p50Millis,
        double p99Millis,
        OptionalLong remaining) {

    private static final double MICROS = 1e3;
    private static final double NANOS = 1e9;

    /** @param latencies of all decisions, in microseconds */
    public static Tally of(Histogram latencies, long admitted, long failed, long nanos, OptionalLong remaining) {
        return new Tally(
                latencies.getTotalCount() - failed,
                admitted,
                failed,
                nanos / NANOS,
                latencies.getValueAtPercentile(50) / MICROS,
                latencies.getValueAtPercentile(99) / MICROS,
                remaining);
    }

    public double perSecond() {
        return decisions / seconds;
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%d %d %d %.6f %.3f %.3f %d",
                decisions,
                admitted,
                failed,
                seconds,
                p50Millis,
                p99Millis,
                remaining.orElse(-1));
    }

    /** @throws IllegalArgumentException when it is none */
    public static Tally parse(String line) {
        var words = line.split(" ");
        if (words.length != 7) {
            throw new IllegalArgumentException("not a tally: " + line);
        }
        long remaining = Long.parseLong(words[6]);
        return new Tally(
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Double.parseDouble(words[3]),
                Double.parseDouble(words[4]),
                Double.parseDouble(words[5]),
                remaining < 0 ? OptionalLong.empty() : OptionalLong.of(remaining));
    }
}
