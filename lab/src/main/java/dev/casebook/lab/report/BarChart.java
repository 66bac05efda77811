package dev.casebook.lab.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Horizontal bars as inline SVG, each with its value beside it. */
record BarChart(String title, String unit, List<Bar> bars) {

    record Bar(String name, double value) {}

    private static final int WIDTH = 720;
    private static final int NAMES = 150;
    private static final int VALUES = 90;
    private static final int TOP = 34;
    private static final int ROW = 26;

    String svg() {
        double greatest = Math.max(bars.stream().mapToDouble(Bar::value).max().orElse(0), 1e-9);
        return """
                <svg viewBox="0 0 %d %d" role="img" aria-label="%s">
                <text x="0" y="18" class="title">%s</text>
                %s
                </svg>
                """.formatted(
                        WIDTH,
                        TOP + ROW * bars.size() + 6,
                        Html.text(title),
                        Html.text(title),
                        IntStream.range(0, bars.size())
                                .mapToObj(index -> bar(index, greatest))
                                .collect(Collectors.joining("\n")));
    }

    private String bar(int index, double greatest) {
        var bar = bars.get(index);
        double length = bar.value() / greatest * (WIDTH - NAMES - VALUES);
        int top = TOP + ROW * index;
        return String.format(
                Locale.ROOT,
                """
                <text x="%d" y="%d" class="label" text-anchor="end">%s</text>
                <rect x="%d" y="%d" width="%.1f" height="%d" fill="#2563eb"/>
                <text x="%.1f" y="%d" class="label">%s %s</text>""",
                NAMES - 8,
                top + 14,
                Html.text(bar.name()),
                NAMES,
                top,
                length,
                ROW - 8,
                NAMES + length + 6,
                top + 14,
                Html.number(bar.value()),
                Html.text(unit));
    }
}
