package dev.casebook.limiter.rules;

import java.util.List;

/** A value with asterisks, each of which stands for any text, also none. Takes time linear in the value for each asterisk, however hostile it is. */
record Glob(List<String> pieces) {

    static boolean is(String value) {
        return value.contains("*");
    }

    static Glob of(String pattern) {
        return new Glob(List.of(pattern.split("\\*", -1)));
    }

    boolean matches(String value) {
        var first = pieces.getFirst();
        var last = pieces.getLast();
        if (!value.startsWith(first) || !value.endsWith(last) || value.length() < first.length() + last.length()) {
            return false;
        }
        int at = first.length();
        int end = value.length() - last.length();
        for (var piece : pieces.subList(1, pieces.size() - 1)) {
            int found = value.indexOf(piece, at);
            if (found < 0 || found + piece.length() > end) {
                return false;
            }
            at = found + piece.length();
        }
        return true;
    }
}
