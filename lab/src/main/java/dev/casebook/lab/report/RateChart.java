package dev.casebook.lab.report;

import dev.casebook.lab.report.LineChart.Line;
import dev.casebook.lab.report.LineChart.Point;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * A rate against another: how much of what is offered is done, for example.
 *
 * @param offered requests a second, from the least to the greatest
 * @param lines as many values each, by name
 */
public record RateChart(String title, List<Integer> offered, SequencedMap<String, List<Double>> lines) {

    String svg() {
        double greatest = lines.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        return new LineChart(
                        title,
                        Axis.linear("offered per second", 0, offered.getLast()),
                        Axis.linear("per second", 0, greatest),
                        lines.entrySet().stream()
                                .map(line -> new Line(line.getKey(), points(line.getValue())))
                                .toList())
                .svg();
    }

    private List<Point> points(List<Double> values) {
        return IntStream.range(0, values.size())
                .mapToObj(i -> new Point(offered.get(i), values.get(i)))
                .toList();
    }
}
