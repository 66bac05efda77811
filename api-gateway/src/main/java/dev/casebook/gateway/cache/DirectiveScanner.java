package dev.casebook.gateway.cache;

import java.util.Locale;
import java.util.function.BiConsumer;

/** Reads one line of directives (RFC 9111 §5.2) from left to right, each character once, whatever the line is. */
final class DirectiveScanner {

    private final String line;
    private int at;

    DirectiveScanner(String line) {
        this.line = line;
    }

    /**
     * @param directives name in lower case and value, empty when there is none
     * @return false when the line, from some place on, is no list of directives
     */
    boolean scan(BiConsumer<String, String> directives) {
        while (skipToName()) {
            var name = until(" \t,=\"");
            if (name.isEmpty()) {
                return false;
            }
            var value = "";
            if (is('=')) {
                at++;
                value = is('"') ? quoted() : until(",\"");
            }
            if (value == null) {
                return false;
            }
            directives.accept(name.toLowerCase(Locale.ROOT), value);
            until(",");
        }
        return true;
    }

    private boolean skipToName() {
        while (at < line.length() && " \t,".indexOf(line.charAt(at)) >= 0) {
            at++;
        }
        return at < line.length();
    }

    private boolean is(char wanted) {
        return at < line.length() && line.charAt(at) == wanted;
    }

    private String until(String ends) {
        int from = at;
        while (at < line.length() && ends.indexOf(line.charAt(at)) < 0) {
            at++;
        }
        return line.substring(from, at);
    }

    /** @return null when it does not end */
    private String quoted() {
        var text = new StringBuilder();
        for (at++; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '"') {
                at++;
                return text.toString();
            }
            if (c == '\\' && at + 1 < line.length()) {
                c = line.charAt(++at);
            }
            text.append(c);
        }
        return null;
    }
}
