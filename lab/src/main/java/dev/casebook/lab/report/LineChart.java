package dev.casebook.lab.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lines over two axes as inline SVG. */
record LineChart(String title, Axis x, Axis y, List<Line> lines) {

    record Line(String name, List<Point> points) {}

    record Point(double x, double y) {}

    private static final List<String> COLOURS = List.of("#2563eb", "#d97706", "#dc2626", "#059669");
    private static final int WIDTH = 720;
    private static final int HEIGHT = 280;
    private static final int LEFT = 70;
    private static final int RIGHT = 36;
    private static final int TOP = 40;
    private static final int BOTTOM = 48;

    String svg() {
        return """
                <svg viewBox="0 0 %d %d" role="img" aria-label="%s">
                <text x="%d" y="18" class="title">%s</text>
                %s
                %s
                %s
                <text x="%d" y="%d" class="label" text-anchor="middle">%s</text>
                <text x="14" y="%d" class="label" text-anchor="middle" transform="rotate(-90 14 %d)">%s</text>
                </svg>
                """.formatted(
                        WIDTH,
                        HEIGHT,
                        Html.text(title),
                        LEFT,
                        Html.text(title),
                        grid(),
                        IntStream.range(0, lines.size()).mapToObj(this::line).collect(Collectors.joining("\n")),
                        IntStream.range(0, lines.size()).mapToObj(this::legend).collect(Collectors.joining("\n")),
                        (LEFT + WIDTH - RIGHT) / 2,
                        HEIGHT - 8,
                        Html.text(x.label()),
                        (TOP + HEIGHT - BOTTOM) / 2,
                        (TOP + HEIGHT - BOTTOM) / 2,
                        Html.text(y.label()));
    }

    private String grid() {
        var horizontal = y.ticks().stream()
                .map(tick -> format(
                        "<path class=\"grid\" d=\"M%d %.1fH%d\"/><text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                        LEFT, down(tick.value()), WIDTH - RIGHT, LEFT - 8, down(tick.value()) + 4, tick.label()));
        var vertical = x.ticks().stream()
                .map(tick -> format(
                        "<path class=\"grid\" d=\"M%.1f %dV%d\"/><text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                        across(tick.value()),
                        TOP,
                        HEIGHT - BOTTOM,
                        across(tick.value()),
                        HEIGHT - BOTTOM + 16,
                        tick.label()));
        return Stream.concat(horizontal, vertical).collect(Collectors.joining("\n"));
    }

    private String line(int index) {
        var path = lines.get(index).points().stream()
                .map(point -> format("%.1f,%.1f", across(point.x()), down(point.y())))
                .collect(Collectors.joining(" "));
        return "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\" points=\"%s\"/>"
                .formatted(COLOURS.get(index % COLOURS.size()), path);
    }

    private String legend(int index) {
        int right = WIDTH - RIGHT - (lines.size() - 1 - index) * 80;
        return "<text x=\"%d\" y=\"18\" class=\"legend\" text-anchor=\"end\" fill=\"%s\">%s</text>"
                .formatted(
                        right,
                        COLOURS.get(index % COLOURS.size()),
                        Html.text(lines.get(index).name()));
    }

    private double across(double value) {
        return LEFT + x.position(value) * (WIDTH - LEFT - RIGHT);
    }

    private double down(double value) {
        return HEIGHT - BOTTOM - y.position(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
