package dev.casebook.lab.report;

import dev.casebook.lab.report.LineChart.Line;
import dev.casebook.lab.report.LineChart.Point;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What was believed of a system in trouble, and what was seen. All of it is raw text.
 *
 * @param about paragraphs, by heading
 * @param beliefs rows: what was believed, what was seen, whether it was so
 */
public record DrillPage(
        String title,
        String command,
        SequencedMap<String, String> about,
        List<List<String>> beliefs,
        List<Chart> charts) {

    private static final double LEAST_MILLIS = 0.01;

    /**
     * Values second by second.
     *
     * @param log whether each decade takes the same height
     * @param lines by name
     */
    public record Chart(String title, boolean log, SequencedMap<String, List<Double>> lines) {

        /** A line of a chart of rows: what of each it shows. */
        public record Value<R>(String name, ToDoubleFunction<R> of) {}

        /** @param rows one for each second, in their order */
        public static <R> Chart of(String title, boolean log, List<R> rows, List<Value<R>> values) {
            var lines = new LinkedHashMap<String, List<Double>>();
            for (var value : values) {
                lines.put(
                        value.name(),
                        rows.stream().mapToDouble(value.of()).boxed().toList());
            }
            return new Chart(title, log, lines);
        }
    }

    public String html() {
        return page(
                title,
                command,
                about,
                beliefs,
                "<p>The fault lasts for the middle third of the time.</p>\n"
                        + charts.stream().map(DrillPage::svg).collect(Collectors.joining("\n")));
    }

    /** The page of a drill with faults of its own times, which {@code about} tells. */
    public String htmlOfManyFaults() {
        return page(
                title,
                command,
                about,
                beliefs,
                charts.stream().map(DrillPage::svg).collect(Collectors.joining("\n")));
    }

    /** The page of a drill that goes from rate to rate instead of from second to second. */
    public static String ofRates(
            String title,
            String command,
            SequencedMap<String, String> about,
            List<List<String>> beliefs,
            List<RateChart> charts) {
        return page(
                title,
                command,
                about,
                beliefs,
                charts.stream().map(RateChart::svg).collect(Collectors.joining("\n")));
    }

    private static String page(
            String title,
            String command,
            SequencedMap<String, String> about,
            List<List<String>> beliefs,
            String charts) {
        return Html.page(title, """
                <pre>%s</pre>
                %s
                %s
                %s
                """.formatted(
                        Html.text(command),
                        about.entrySet().stream()
                                .map(part -> "<p><b>%s.</b> %s</p>"
                                        .formatted(Html.text(part.getKey()), Html.text(part.getValue())))
                                .collect(Collectors.joining("\n")),
                        Html.table(List.of("believed", "seen", ""), beliefs),
                        charts));
    }

    private static String svg(Chart chart) {
        var lines = chart.lines().entrySet().stream()
                .map(line -> new Line(line.getKey(), points(line.getValue(), chart.log())))
                .toList();
        var range = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::y)
                .summaryStatistics();
        double seconds =
                lines.stream().mapToInt(line -> line.points().size()).max().orElse(1);
        var y = chart.log()
                ? Axis.log("ms", range.getMin(), range.getMax())
                : Axis.linear("per second", 0, range.getMax());
        return new LineChart(chart.title(), Axis.linear("seconds", 0, seconds), y, lines).svg();
    }

    private static List<Point> points(List<Double> values, boolean log) {
        return IntStream.range(0, values.size())
                .mapToObj(i -> new Point(i, log ? Math.max(LEAST_MILLIS, values.get(i)) : values.get(i)))
                .toList();
    }
}
