package dev.casebook.lab.load;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts of a run and of its current second. Used on the generator's thread only. */
final class Tally {

    private static final long ON_TIME_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int DIGITS = 3;

    private final Plan plan;
    private final Turns turns;
    private final Histogram latency = new Histogram(DIGITS);
    private final Histogram asideLatency = new Histogram(DIGITS);
    private final Histogram lag = new Histogram(DIGITS);
    private final SortedMap<String, Long> errors = new TreeMap<>();
    private long onTime;
    private long right;
    private long warmupErrors;
    private long everSent;
    private long everRight;
    private long everFinished;

    private int second;
    private long secondSent;
    private long secondAnswered;
    private long secondFailed;
    private long secondLateMicros;
    private Histogram secondLatency = new Histogram(DIGITS);

    Tally(Plan plan, Turns turns) {
        this.plan = plan;
        this.turns = turns;
        this.second = -(int) plan.warmup().toSeconds();
    }

    void sent(Exchange exchange, long now) {
        long late = Math.max(0, now - exchange.due);
        long lateMicros = TimeUnit.NANOSECONDS.toMicros(late);
        if (!exchange.request.aside()) {
            everSent++;
        }
        secondSent++;
        secondLateMicros = Math.max(secondLateMicros, lateMicros);
        if (exchange.measured) {
            lag.recordValue(lateMicros);
            if (late <= ON_TIME_NANOS) {
                onTime++;
            }
        }
    }

    void answered(Exchange exchange, int status, long now) {
        if (status != exchange.request.expectedStatus()) {
            failed(exchange, "status " + status);
            return;
        }
        everFinished++;
        secondAnswered++;
        long micros = TimeUnit.NANOSECONDS.toMicros(Math.max(0, now - exchange.due));
        if (exchange.request.aside()) {
            if (exchange.measured) {
                asideLatency.recordValue(micros);
            }
            return;
        }
        everRight++;
        secondLatency.recordValue(micros);
        if (exchange.measured) {
            right++;
            latency.recordValue(micros);
        }
    }

    void failed(Exchange exchange, String kind) {
        everFinished++;
        secondFailed++;
        if (exchange.measured) {
            errors.merge(kind, 1L, Long::sum);
        } else {
            warmupErrors++;
        }
    }

    long everFinished() {
        return everFinished;
    }

    Second nextSecond() {
        var ended = new Second(second, secondSent, secondAnswered, secondFailed, secondLateMicros, secondLatency);
        second++;
        secondSent = 0;
        secondAnswered = 0;
        secondFailed = 0;
        secondLateMicros = 0;
        secondLatency = new Histogram(DIGITS);
        return ended;
    }

    Outcome outcome() {
        return new Outcome(
                turns,
                plan.measuredRequests(),
                onTime,
                right,
                errors,
                latency,
                lag,
                warmupErrors,
                everSent,
                everRight,
                asideLatency);
    }
}
