package dev.casebook.lab.report;

import java.util.stream.Collectors;

/** A result as one HTML page. */
final class Page {

    private final Result result;
    private final Tables tables;
    private final Charts charts;

    Page(Result result) {
        this.result = result;
        this.tables = new Tables(result);
        this.charts = new Charts(result);
    }

    String html() {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>%1$s at %2$s requests per second</title>
                <style>%3$s</style>
                </head>
                <body>
                <h1>%1$s at %2$s requests per second</h1>
                %4$s
                <pre>%5$s</pre>
                %6$s
                <h2>Result</h2>
                %7$s
                <h2>Latency</h2>
                <p>From the time at which a request was due, so that a stall counts for every request that it held up. Right answers only.</p>
                %8$s
                %9$s
                <h2>Rate</h2>
                %10$s
                <h2>CPU</h2>
                %11$s
                %12$s
                <h2>Memory</h2>
                %13$s
                <h2>Raw data</h2>
                <p><a href="result.json">result.json</a>, <a href="series.csv">series.csv</a> (one row a second, warm-up negative),
                <a href="latency.hlog">latency.hlog</a> (HdrHistogram log, microseconds).</p>
                </body>
                </html>
                """.formatted(
                        Html.text(result.scenario()),
                        result.load().ratePerSecond(),
                        STYLE,
                        verdict(),
                        Html.text(result.command()),
                        tables.circumstances(),
                        tables.results(),
                        charts.percentiles(),
                        charts.latency(),
                        charts.rate(),
                        charts.cpu(),
                        tables.cpu(),
                        tables.memory());
    }

    private String verdict() {
        if (result.passed()) {
            return "<p class=\"passed\">Passed: the rate was held and every answer was right.</p>";
        }
        return result.failures().stream()
                .map(failure -> "<li>" + Html.text(failure) + "</li>")
                .collect(Collectors.joining("", "<div class=\"failed\">Not passed<ul>", "</ul></div>"));
    }

    private static final String STYLE = """
            body { font: 15px/1.5 system-ui, sans-serif; color: #1f2937; max-width: 780px; margin: 2em auto; padding: 0 1em; }
            h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin-top: 2em; }
            pre { background: #f3f4f6; padding: .7em 1em; overflow-x: auto; }
            table { border-collapse: collapse; margin: 1em 0; }
            th, td { text-align: left; padding: .25em 1.2em .25em 0; border-bottom: 1px solid #e5e7eb; vertical-align: top; }
            th:empty { display: none; }
            td.number { font-variant-numeric: tabular-nums; }
            svg { width: 100%; height: auto; margin: 1em 0; font: 12px system-ui, sans-serif; }
            .title { font-weight: 600; font-size: 14px; fill: #1f2937; }
            .tick, .label { fill: #6b7280; } .legend { font-weight: 600; }
            .grid { stroke: #e5e7eb; }
            .passed { color: #047857; font-weight: 600; }
            .failed { color: #b91c1c; font-weight: 600; }
            """;
}
