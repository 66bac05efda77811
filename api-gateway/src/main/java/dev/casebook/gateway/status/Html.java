package dev.casebook.gateway.status;

/** Markup in the making. What is not markup itself is escaped. */
final class Html {

    private final StringBuilder out = new StringBuilder();

    Html markup(String markup) {
        out.append(markup);
        return this;
    }

    Html text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return this;
    }

    Html cell(String text) {
        return markup("<td>").text(text).markup("</td>");
    }

    Html number(String text) {
        return number(text, false);
    }

    /** @param bad whether one should look at it */
    Html number(String text, boolean bad) {
        return markup(bad ? "<td class=\"number bad\">" : "<td class=\"number\">")
                .text(text)
                .markup("</td>");
    }

    /** @param good whether all is as it should be */
    Html mark(boolean good, String text) {
        return markup(good ? "<span class=\"good\">" : "<span class=\"bad\">")
                .text(text)
                .markup("</span>");
    }

    /** A table with a heading, for one section of a page. */
    Html table(String id, String heading, String... columns) {
        markup("<section id=\"")
                .text(id)
                .markup("\"><h2>")
                .text(heading)
                .markup("</h2><div class=\"wide\"><table><thead><tr>");
        for (var column : columns) {
            markup("<th scope=\"col\">").text(column).markup("</th>");
        }
        return markup("</tr></thead><tbody>");
    }

    Html tableEnd() {
        return markup("</tbody></table></div></section>");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
