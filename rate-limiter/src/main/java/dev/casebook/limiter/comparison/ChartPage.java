package dev.casebook.limiter.comparison;

import dev.casebook.limiter.algorithms.Rate;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A chart for each algorithm: what passed in each tenth of a second, in front of what came. */
record ChartPage(Rate limit, Arrivals arrivals, Map<Contestant, Replay> replays) {

    private static final int TENTHS = 10;
    private static final int WIDTH = 900;
    private static final int HEIGHT = 90;
    /** The charts end at this many times the limit: what comes above it is off the chart, what passes never is. */
    private static final int HIGHEST = 25;

    String html() {
        var charts = replays.entrySet().stream()
                .map(each -> chart(each.getKey(), each.getValue()))
                .collect(Collectors.joining("\n"));
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>Six limiters on one trace</title>
                <style>
                body { font: 15px/1.5 system-ui, sans-serif; color: #1f2937; max-width: 940px; margin: 2em auto; padding: 0 1em; }
                svg { width: 100%%; height: auto; background: #f9fafb; }
                .came { fill: #d1d5db; } .passed { fill: #2563eb; } .limit { stroke: #dc2626; stroke-dasharray: 4 3; }
                </style>
                </head>
                <body>
                <h1>Six limiters on one trace</h1>
                <p>%d requests under a limit of %d in %.0f s. Each bar is a tenth of a second: grey what came, blue what passed; the red line is an even
                spending of the limit.</p>
                %s
                </body>
                </html>
                """.formatted(arrivals.count(), limit.count(), limit.period() / 1e6, charts);
    }

    private String chart(Contestant contestant, Replay replay) {
        long end = Math.max(last(arrivals.micros()), last(replay.passed())) + 1;
        int parts = Math.max(1, Math.toIntExact(end * TENTHS / limit.period()));
        var all = new Replay(arrivals.micros(), 0, 0);
        double even = (double) limit.count() / TENTHS;
        double limitAt = HEIGHT - HEIGHT / (double) HIGHEST;
        return String.format(
                Locale.ROOT,
                """
                <h2>%s</h2>
                <p>%d admitted; at most %d in one period, of %d that can be</p>
                <svg viewBox="0 0 %d %d" role="img" aria-label="%s">
                %s
                %s
                <line x1="0" x2="%d" y1="%.1f" y2="%.1f" class="limit"/>
                </svg>""",
                contestant.name(),
                replay.passed().length,
                replay.worstWindow(),
                contestant.bound(),
                WIDTH,
                HEIGHT,
                contestant.name(),
                bars("came", all.histogram(end, parts), even),
                bars("passed", replay.histogram(end, parts), even),
                WIDTH,
                limitAt,
                limitAt);
    }

    private static String bars(String name, int[] counts, double even) {
        double width = (double) WIDTH / counts.length;
        return IntStream.range(0, counts.length)
                .filter(part -> counts[part] > 0)
                .mapToObj(part -> bar(name, part * width, width, Math.min(HIGHEST, counts[part] / even)))
                .collect(Collectors.joining("\n"));
    }

    private static String bar(String name, double left, double width, double times) {
        double height = HEIGHT * times / HIGHEST;
        return String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                name,
                left,
                HEIGHT - height,
                width,
                height);
    }

    private static long last(long[] instants) {
        return instants.length == 0 ? 0 : instants[instants.length - 1];
    }
}
