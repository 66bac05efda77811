package dev.casebook.lab.load;

import org.HdrHistogram.Histogram;

/**
 * What happened in one second of a run.
 *
 * @param index 0 is the first second that counts; the warm-up has negative ones
 * @param sent requests written
 * @param answered right answers received
 * @param failed requests given up or answered wrongly
 * @param lateMicros how late the latest request was sent, in microseconds
 * @param latency of the right answers of this second, in microseconds from the due time
 */
public record Second(int index, long sent, long answered, long failed, long lateMicros, Histogram latency) {

    private static final double MICROS_IN_MILLI = 1e3;

    /** Of the right answers, in milliseconds; 0 without any. */
    public double millis(double percentile) {
        return latency.getValueAtPercentile(percentile) / MICROS_IN_MILLI;
    }
}
