package dev.casebook.lab.gateways;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a client got.
 *
 * @param statuses of interim answers and of the final one; none when the connection ended without a word, or nobody answered in time
 * @param fields lines of the final head
 * @param closed whether the gateway ended the connection
 */
record Answer(List<Integer> statuses, List<String> fields, boolean closed) {

    static final int NONE = 0;

    int status() {
        return statuses.isEmpty() ? NONE : statuses.getLast();
    }

    boolean isRefused() {
        return status() >= 400;
    }

    Stream<String> values(String name) {
        return values(fields, name);
    }

    static Stream<String> values(List<String> fields, String name) {
        var start = name.toLowerCase(Locale.ROOT) + ":";
        return fields.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip());
    }
}
