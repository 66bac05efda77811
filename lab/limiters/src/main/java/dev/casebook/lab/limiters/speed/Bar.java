package dev.casebook.lab.limiters.speed;

import dev.casebook.lab.report.TablePage;
import java.util.List;
import java.util.Locale;

/**
 * What was set as a goal, and what came.
 *
 * @param atLeast whether more is better
 */
record Bar(String what, double seen, double wanted, boolean atLeast) {

    static Bar atLeast(String what, double seen, double wanted) {
        return new Bar(what, seen, wanted, true);
    }

    static Bar atMost(String what, double seen, double wanted) {
        return new Bar(what, seen, wanted, false);
    }

    boolean passed() {
        return atLeast ? seen >= wanted : seen <= wanted;
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%s   %s: %,.3g, wanted at %s %,.3g",
                passed() ? "pass" : "FAIL",
                what,
                seen,
                atLeast ? "least" : "most",
                wanted);
    }

    static TablePage page(List<Bar> bars) {
        return new TablePage(
                "Bars",
                "Ratios are medians of the ratios within a round.",
                List.of("what", "seen", "wanted", ""),
                bars.stream()
                        .map(bar -> List.of(
                                bar.what,
                                String.format(Locale.ROOT, "%,.3g", bar.seen),
                                String.format(Locale.ROOT, "%s %,.3g", bar.atLeast ? "≥" : "≤", bar.wanted),
                                bar.passed() ? "pass" : "FAIL"))
                        .toList());
    }
}
