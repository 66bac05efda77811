package dev.casebook.lab.drills;

import java.util.List;
import java.util.Locale;

/**
 * What was believed, and what was seen.
 *
 * @param belief a sentence with its bound
 */
record Expectation(String belief, String seen, boolean met) {

    static Expectation atMost(String what, double bound, double seen) {
        return new Expectation("%s: at most %s".formatted(what, number(bound)), number(seen), seen <= bound);
    }

    static Expectation atLeast(String what, double bound, double seen) {
        return new Expectation("%s: at least %s".formatted(what, number(bound)), number(seen), seen >= bound);
    }

    /** For a table. */
    List<String> row() {
        return List.of(belief, seen, met ? "as believed" : "NOT so");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
