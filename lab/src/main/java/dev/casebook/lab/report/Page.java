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
        var title = "%s at %d requests per second"
                .formatted(result.scenario(), result.load().ratePerSecond());
        return Html.page(title, """
                %s
                <pre>%s</pre>
                %s
                <h2>Result</h2>
                %s
                <h2>Latency</h2>
                <p>From the time at which a request was due, so that a stall counts for every request that it held up. Right answers only.</p>
                %s
                %s
                <h2>Rate</h2>
                %s
                <h2>CPU</h2>
                %s
                %s
                <h2>Memory</h2>
                %s
                <h2>Raw data</h2>
                <p><a href="result.json">result.json</a>, <a href="series.csv">series.csv</a> (one row a second, warm-up negative),
                <a href="latency.hlog">latency.hlog</a> (HdrHistogram log, microseconds).</p>
                """.formatted(
                        verdict(),
                        Html.text(result.command()),
                        tables.circumstances(),
                        tables.results(),
                        charts.percentiles(),
                        charts.latency(),
                        charts.rate(),
                        charts.cpu(),
                        tables.cpu(),
                        tables.memory()));
    }

    private String verdict() {
        if (result.passed()) {
            return "<p class=\"passed\">Passed: the rate was held and every answer was right.</p>";
        }
        return result.failures().stream()
                .map(failure -> "<li>" + Html.text(failure) + "</li>")
                .collect(Collectors.joining("", "<div class=\"failed\">Not passed<ul>", "</ul></div>"));
    }
}
