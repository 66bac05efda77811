package dev.casebook.lab.report;

import dev.casebook.lab.report.LineChart.Line;
import dev.casebook.lab.report.LineChart.Point;
import dev.casebook.lab.report.Result.Row;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The charts of the page. */
final class Charts {

    /** The least latency that the logarithmic charts show, in milliseconds. */
    private static final double FLOOR = 0.01;

    private static final List<Axis.Tick> PERCENTILES = List.of(
            new Axis.Tick(1, "0 %"),
            new Axis.Tick(10, "90 %"),
            new Axis.Tick(100, "99 %"),
            new Axis.Tick(1_000, "99.9 %"),
            new Axis.Tick(10_000, "99.99 %"),
            new Axis.Tick(100_000, "99.999 %"));

    private final Result result;

    Charts(Result result) {
        this.result = result;
    }

    String percentiles() {
        var points = result.latency().curve().stream()
                .map(point ->
                        new Point(100 / Math.max(100 - point.percentile(), 0.001), Math.max(point.value(), FLOOR)))
                .toList();
        return new LineChart(
                        "Latency by percentile",
                        new Axis("percentile", 1, 100_000, true, PERCENTILES),
                        logAxis(points.stream().mapToDouble(Point::y).toArray()),
                        List.of(new Line("ms", points)))
                .svg();
    }

    String latency() {
        var lines = List.of(line("p50", Row::p50), line("p99", Row::p99), line("max", Row::max));
        return overTime("Latency over time", logAxis(values(lines)), lines);
    }

    String rate() {
        var lines = List.of(line("sent", Row::sent), line("right", Row::right), line("failed", Row::failed));
        double most = Arrays.stream(values(lines)).max().orElse(1);
        return overTime("Requests over time", Axis.linear("per second", 0, most), lines);
    }

    String cpu() {
        return new BarChart(
                        "CPU per request",
                        "µs",
                        result.components().stream()
                                .map(usage -> new BarChart.Bar(usage.name(), usage.cpuMicrosPerRequest()))
                                .toList())
                .svg();
    }

    private Line line(String name, ToDoubleFunction<Row> value) {
        return new Line(
                name,
                result.series().stream()
                        .filter(row -> row.second() < result.load().seconds())
                        .map(row -> new Point(row.second(), value.applyAsDouble(row)))
                        .toList());
    }

    private String overTime(String title, Axis y, List<Line> lines) {
        var load = result.load();
        var x = Axis.linear("seconds; 0 is the end of the warm-up", -load.warmupSeconds(), load.seconds());
        return new LineChart(title, x, y, lines).svg();
    }

    private static double[] values(List<Line> lines) {
        return lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::y)
                .toArray();
    }

    private static Axis logAxis(double[] values) {
        double least =
                Arrays.stream(values).filter(value -> value >= FLOOR).min().orElse(FLOOR);
        double most = Arrays.stream(values).max().orElse(least);
        return Axis.log("ms", least, Math.max(most, least));
    }
}
