package dev.casebook.lab.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Small pieces of markup. What comes from outside goes through {@link #text}. */
final class Html {

    private Html() {}

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
