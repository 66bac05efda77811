package dev.casebook.lab.redirects;

import dev.casebook.lab.report.Result;
import dev.casebook.lab.report.TablePage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rounds of a control and of the stack, in turn, at the same rate: a machine that is slow for a while is slow for both. The bar counts in rounds whose
 * control was quick, and there must be enough of them; in the others only the multiple means something. The ratio of answers means something only where
 * the control was not held.
 */
final class Rounds {

    private static final double QUICK_CONTROL_MILLIS = 3;
    private static final double BAR_MILLIS = 10;
    private static final int ENOUGH = 3;

    private record Round(Control control, Result ours) {

        boolean counts() {
            return control.held() && control.p99Millis() <= QUICK_CONTROL_MILLIS;
        }

        double multiple() {
            return ours.latency().p99() / control.p99Millis();
        }

        double ratio() {
            return perSecond() / control.perSecond();
        }

        double perSecond() {
            return ours.series().stream()
                    .filter(row ->
                            row.second() >= 0 && row.second() < ours.load().seconds())
                    .mapToLong(Result.Row::right)
                    .average()
                    .orElse(0);
        }

        boolean passed() {
            return ours.passed() && ours.latency().p99() <= BAR_MILLIS;
        }
    }

    private final List<String> less;
    private final List<Round> rounds = new ArrayList<>();

    /** @param load of each round; with less than {@link Bar#AIM} nothing passes */
    Rounds(Bar load) {
        this.less = load.lessThan(Bar.AIM);
    }

    void add(Control control, Result ours) {
        rounds.add(new Round(control, ours));
    }

    boolean passed() {
        return less.isEmpty() && areGood();
    }

    private boolean areGood() {
        var counting = rounds.stream().filter(Round::counts).toList();
        return counting.size() >= ENOUGH && counting.stream().allMatch(Round::passed);
    }

    String text() {
        var intro = say(
                "A round counts when its control was held with a p99 of at most %.0f ms; %d must, and each needs a p99 of at most %.0f ms, no error and exact clicks.",
                QUICK_CONTROL_MILLIS, ENOUGH, BAR_MILLIS);
        var head = List.of(
                "round",
                "control p99",
                "control",
                "p99",
                "multiple",
                "control answers/s",
                "answers/s",
                "ratio",
                "load",
                "counts");
        var rows = new ArrayList<List<String>>();
        for (var round : rounds) {
            rows.add(List.of(
                    say("%d", rows.size() + 1),
                    say("%.2f ms", round.control().p99Millis()),
                    round.control().held() ? "held" : "not held",
                    say("%.2f ms", round.ours().latency().p99()),
                    say("%.1f", round.multiple()),
                    say("%,.0f", round.control().perSecond()),
                    say("%,.0f", round.perSecond()),
                    say("%.2f", round.ratio()),
                    round.ours().passed() ? "passed" : "NOT passed",
                    round.counts() ? "yes" : "no"));
        }
        return new TablePage(verdict(), intro, head, rows).text();
    }

    private String verdict() {
        if (less.isEmpty()) {
            return areGood() ? "Passed." : "Not passed.";
        }
        return "Not the bar: %s. At this load the rounds %s."
                .formatted(String.join(", ", less), areGood() ? "are good" : "are not good");
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
