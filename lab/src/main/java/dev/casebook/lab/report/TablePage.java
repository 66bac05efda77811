package dev.casebook.lab.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A page of one table. All of it is raw text.
 *
 * @param intro a sentence above the table
 * @param rows as wide as the head
 */
public record TablePage(String title, String intro, List<String> head, List<List<String>> rows) {

    public String html() {
        return Html.page(title, "<p>" + Html.text(intro) + "</p>" + Html.table(head, rows));
    }

    /** Several on one page. */
    public static String html(String title, String intro, List<TablePage> sections) {
        return Html.page(
                title,
                "<p>" + Html.text(intro) + "</p>"
                        + sections.stream().map(TablePage::section).collect(Collectors.joining()));
    }

    private String section() {
        return "<h2>%s</h2><p>%s</p>%s".formatted(Html.text(title), Html.text(intro), Html.table(head, rows));
    }

    /** The same for a terminal: columns padded to the widest cell. */
    public String text() {
        var out = new StringBuilder(title).append('\n').append(intro).append("\n\n");
        out.append(line(head));
        rows.forEach(row -> out.append(line(row)));
        return out.toString();
    }

    private String line(List<String> cells) {
        var line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            line.append("%%-%ds".formatted(width(column) + 2).formatted(cells.get(column)));
        }
        return line.toString().stripTrailing() + "\n";
    }

    private int width(int column) {
        return Math.max(
                head.get(column).length(),
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }
}
