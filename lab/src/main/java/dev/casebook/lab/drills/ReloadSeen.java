package dev.casebook.lab.drills;

import static dev.casebook.lab.drills.Expectation.atLeast;
import static dev.casebook.lab.drills.Expectation.atMost;

import dev.casebook.lab.load.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen while routes changed.
 *
 * @param rate of requests, a second
 * @param errors of requests, by kind
 * @param onTime the share of the requests that were sent when they were due
 * @param streams how many were opened
 * @param faults of these, a line for each that was cut or lacks a piece
 */
record ReloadSeen(
        List<ReloadRow> rows,
        int rate,
        Map<String, Long> errors,
        double onTime,
        int streams,
        List<String> faults,
        ChangeCount changes) {

    /** What a machine that stands still does to requests, whatever the routes do. */
    private static final List<String> STALLS = List.of("timeout", "never sent");

    private static final int LEAST_CHANGES = 5;

    boolean held() {
        return onTime >= Outcome.HELD;
    }

    List<Expectation> judge() {
        return List.of(
                atMost("requests that failed, from the first change on", 0, failed()),
                atLeast("streams that were open all the time", OpenStreams.COUNT, streams - faults.size()),
                atLeast("changes", LEAST_CHANGES, changes.valid()),
                atLeast("of these, changes that took effect", changes.valid(), changes.applied()),
                atLeast("files with a mistake", 1, changes.wrong()),
                atLeast("of these, files that were refused and changed nothing", changes.wrong(), changes.refused()));
    }

    private long failed() {
        long all = rows.stream()
                .filter(row -> row.phase() != Phase.BEFORE)
                .mapToLong(ReloadRow::failed)
                .sum();
        long stalled = held()
                ? 0
                : STALLS.stream()
                        .mapToLong(kind -> errors.getOrDefault(kind, 0L))
                        .sum();
        return changes.failed() + Math.max(0, all - stalled);
    }

    /**
     * What there is to say when it was less than was wanted.
     *
     * @param wanted requests a second
     */
    Optional<String> caution(int wanted) {
        if (rate < wanted) {
            return Optional.of(say(
                    "This machine had other things to do: at %,d a second requests failed or took too long before anything was changed, so the drill had %,d a second, of which %.1f %% were sent on time.",
                    wanted, rate, 100 * onTime));
        }
        return held()
                ? Optional.empty()
                : Optional.of(say(
                        "%,d a second were not held: %.1f %% of the requests were sent within 1 ms of their time, since this machine had other things to do.",
                        wanted, 100 * onTime));
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
