package dev.casebook.lab.run;

import dev.casebook.lab.load.Outcome;
import dev.casebook.lab.load.Turns;
import dev.casebook.lab.report.Result.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Why a run did not pass, in sentences. */
final class Verdict {

    private static final int PROMISED_LAG_MILLIS = 2_000;

    private Verdict() {}

    static List<String> failures(Outcome outcome) {
        var failures = new ArrayList<String>();
        if (!outcome.held()) {
            failures.add(say(
                    "The rate was not held: %.3f %% of the requests were sent within 1 ms of their schedule, and %.1f %% are needed.%s",
                    100 * outcome.onTimeShare(),
                    100 * Outcome.HELD,
                    outcome.turns() == Turns.REAL_TIME
                            ? ""
                            : " The generator had no real-time turns: root has them, and who may `ulimit -r 1`."));
        }
        if (outcome.failed() > 0) {
            var kinds = outcome.errors().entrySet().stream()
                    .map(error -> say("%,d × %s", error.getValue(), error.getKey()))
                    .collect(Collectors.joining(", "));
            failures.add(say("%,d of %,d requests went wrong: %s.", outcome.failed(), outcome.due(), kinds));
        }
        if (outcome.warmupErrors() > 0) {
            failures.add(say("%,d requests of the warm-up went wrong.", outcome.warmupErrors()));
        }
        return failures;
    }

    static List<String> failures(Ledger ledger) {
        var failures = new ArrayList<String>();
        if (!ledger.exact()) {
            failures.add(say(
                    "The service counted %,d, for %,d right answers to %,d requests.",
                    ledger.counted(), ledger.received(), ledger.sent()));
        }
        ledger.lag()
                .filter(lag -> lag.max() > PROMISED_LAG_MILLIS)
                .ifPresent(lag -> failures.add(say(
                        "A click was in the statistics after %.0f ms at most, and %d ms are promised.",
                        lag.max(), PROMISED_LAG_MILLIS)));
        return failures;
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
