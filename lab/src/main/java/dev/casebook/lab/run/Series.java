package dev.casebook.lab.run;

import dev.casebook.lab.load.Outcome;
import dev.casebook.lab.load.Second;
import dev.casebook.lab.report.Result;
import dev.casebook.lab.report.Result.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.HdrHistogram.Histogram;

/** Turns the generator's histograms, in microseconds, into what a result states, in milliseconds. */
final class Series {

    private static final double MICROS = 1e3;
    /** Steps of the percentile curve for each halving of the distance to 100 %. */
    private static final int CURVE_STEPS = 5;

    private final List<Row> rows = new ArrayList<>();

    void add(Second second) {
        rows.add(new Row(
                second.index(),
                second.sent(),
                second.answered(),
                second.failed(),
                second.lateMicros() / MICROS,
                percentile(second.latency(), 50),
                percentile(second.latency(), 99),
                second.latency().getMaxValue() / MICROS));
    }

    List<Row> rows() {
        return rows;
    }

    static Result.Rate rate(Outcome outcome) {
        return new Result.Rate(
                outcome.due(),
                outcome.onTime(),
                outcome.onTimeShare(),
                outcome.held(),
                percentile(outcome.lag(), 50),
                percentile(outcome.lag(), 99),
                outcome.lag().getMaxValue() / MICROS);
    }

    static Result.Latency latency(Histogram latency) {
        return new Result.Latency(
                latency.getTotalCount(),
                latency.getTotalCount() == 0 ? 0 : latency.getMean() / MICROS,
                percentile(latency, 50),
                percentile(latency, 90),
                percentile(latency, 99),
                percentile(latency, 99.9),
                latency.getMaxValue() / MICROS,
                curve(latency));
    }

    /** @return empty when nothing was sent beside the load */
    static Optional<Result.Latency> aside(Outcome outcome) {
        return outcome.asideLatency().getTotalCount() == 0
                ? Optional.empty()
                : Optional.of(latency(outcome.asideLatency()));
    }

    private static List<Result.Point> curve(Histogram latency) {
        return StreamSupport.stream(latency.percentiles(CURVE_STEPS).spliterator(), false)
                .map(value ->
                        new Result.Point(value.getPercentileLevelIteratedTo(), value.getValueIteratedTo() / MICROS))
                .toList();
    }

    private static double percentile(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / MICROS;
    }
}
