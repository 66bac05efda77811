package dev.casebook.lab.drills;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * What was seen with one setup.
 *
 * @param errors in all phases, by kind
 */
record Observation(Setup setup, List<Row> rows, Map<String, Long> errors) {

    private static final int LAST = 3;

    long sum(Phase phase, ToLongFunction<Row> value) {
        return in(phase).stream().mapToLong(value).sum();
    }

    /** @return the middle of the values of a phase's seconds */
    double median(Phase phase, ToDoubleFunction<Row> value) {
        var sorted = in(phase).stream().mapToDouble(value).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    /** @return the largest of the values of a phase's seconds */
    double worst(Phase phase, ToDoubleFunction<Row> value) {
        return in(phase).stream().mapToDouble(value).max().orElse(0);
    }

    /** @return of the last three seconds' requests, those that the rate limiter was asked about */
    double limitedAtTheEnd() {
        var last = rows.subList(Math.max(0, rows.size() - LAST), rows.size());
        return (double) last.stream().mapToLong(Row::limited).sum()
                / Math.max(1, last.stream().mapToLong(Row::sent).sum());
    }

    double failedShare(Phase phase) {
        return (double) sum(phase, Row::failed) / Math.max(1, sum(phase, Row::sent));
    }

    /** @return of the requests that reached an instance, those that reached this one */
    double share(Phase phase, int instance) {
        return share(in(phase), instance);
    }

    /** As {@link #share}, in the last three seconds. */
    double shareAtTheEnd(int instance) {
        return share(rows.subList(Math.max(0, rows.size() - LAST), rows.size()), instance);
    }

    private static double share(List<Row> rows, int instance) {
        long all = rows.stream().mapToLong(Row::attempts).sum();
        return (double) rows.stream()
                        .mapToLong(row -> row.asked().get(instance))
                        .sum()
                / Math.max(1, all);
    }

    /** @return requests that reached an instance, for each that a client sent */
    double attemptsPerRequest(Phase phase) {
        return (double) sum(phase, Row::attempts) / Math.max(1, sum(phase, Row::sent));
    }

    private List<Row> in(Phase phase) {
        return rows.stream().filter(row -> row.phase() == phase).toList();
    }
}
