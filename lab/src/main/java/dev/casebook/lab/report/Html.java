package dev.casebook.lab.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Small pieces of markup. What comes from outside goes through {@link #text}. */
final class Html {

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

    private Html() {}

    /** @param title raw @param body markup */
    static String page(String title, String body) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>%1$s</title>
                <style>%2$s</style>
                </head>
                <body>
                <h1>%1$s</h1>
                %3$s
                </body>
                </html>
                """.formatted(text(title), STYLE, body);
    }

    static String text(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** At least three significant digits, without noise behind them: 0.142, 3.17, 42.5, 1,204. */
    static String number(double value) {
        double size = Math.abs(value);
        var format = size == 0 ? "%.0f" : size < 1 ? "%.3f" : size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%,.0f";
        return String.format(Locale.ROOT, format, value);
    }

    /** @param cells the first of each row is its heading; numbers are cells that begin with a digit */
    static String table(List<String> head, List<List<String>> cells) {
        return """
                <table>
                <thead><tr>%s</tr></thead>
                <tbody>
                %s
                </tbody>
                </table>
                """.formatted(
                        head.stream().map(each -> "<th>" + text(each) + "</th>").collect(Collectors.joining()),
                        cells.stream().map(Html::row).collect(Collectors.joining("\n")));
    }

    private static String row(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.matches("[0-9-].*")
                        ? "<td class=\"number\">" + text(cell) + "</td>"
                        : "<td>" + text(cell) + "</td>")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }
}
