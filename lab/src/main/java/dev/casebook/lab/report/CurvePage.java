package dev.casebook.lab.report;

import dev.casebook.lab.report.LineChart.Line;
import dev.casebook.lab.report.LineChart.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Latency against rate: one scenario at several rates.
 *
 * @param command that made it
 * @param runs in the order of their rates, at least one
 */
public record CurvePage(String command, List<Result> runs) {

    private static final double LEAST_MILLIS = 0.01;

    /** @return the page */
    public Path write(ReportFolder folder) throws IOException {
        return Files.writeString(folder.page(), html());
    }

    private String html() {
        return Html.page("%s: latency against rate".formatted(runs.getFirst().scenario()), """
                <pre>%s</pre>
                <p>From the time at which a request was due. Each rate was a run of its own, whose report stands beside this folder.</p>
                %s
                %s
                """.formatted(
                        Html.text(command), chart(), Html.table(table().head(), table().rows())));
    }

    /** What a person at the terminal is told. */
    public String text() {
        return table().text();
    }

    private TablePage table() {
        return new TablePage(
                "Latency against rate",
                "Each rate was a run of its own.",
                List.of(
                        "per second",
                        "sent on time",
                        "p50 ms",
                        "p99 ms",
                        "p99.9 ms",
                        "went wrong",
                        "CPU µs per request"),
                runs.stream().map(CurvePage::row).toList());
    }

    private static List<String> row(Result run) {
        return List.of(
                "%,d".formatted(run.load().ratePerSecond()),
                "%.2f %%: %s"
                        .formatted(100 * run.rate().onTimeShare(), run.rate().held() ? "held" : "not held"),
                Html.number(run.latency().p50()),
                Html.number(run.latency().p99()),
                Html.number(run.latency().p999()),
                "%,d"
                        .formatted(run.errors().values().stream()
                                .mapToLong(Long::longValue)
                                .sum()),
                Html.number(run.components().stream()
                        .mapToDouble(Result.Usage::cpuMicrosPerRequest)
                        .sum()));
    }

    private String chart() {
        var lines = List.of(
                line("p50", run -> run.latency().p50()),
                line("p99", run -> run.latency().p99()),
                line("p99.9", run -> run.latency().p999()));
        var values = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::y)
                .summaryStatistics();
        double fastest =
                runs.stream().mapToInt(run -> run.load().ratePerSecond()).max().orElse(1);
        return new LineChart(
                        "Latency against rate",
                        Axis.linear("requests per second", 0, fastest),
                        Axis.log("ms", values.getMin(), values.getMax()),
                        lines)
                .svg();
    }

    private Line line(String name, ToDoubleFunction<Result> value) {
        return new Line(
                name,
                runs.stream()
                        .map(run ->
                                new Point(run.load().ratePerSecond(), Math.max(LEAST_MILLIS, value.applyAsDouble(run))))
                        .toList());
    }
}
