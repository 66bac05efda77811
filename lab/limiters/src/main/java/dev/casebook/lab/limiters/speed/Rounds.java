package dev.casebook.lab.limiters.speed;

import dev.casebook.lab.report.TablePage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The rounds of one table. Ratios are within a round, so a machine that is slow for a while is slow for both. */
record Rounds(String title, String intro, List<Round> all) {

    private static final List<String> HEAD = List.of(
            "keys",
            "limiter",
            "decisions/s",
            "lowest–highest",
            "admitted",
            "failed",
            "p50 ms",
            "p99 ms",
            "CPU µs",
            "Redis CPU µs",
            "Redis commands",
            "bytes a key");

    Rounds(String title, String intro) {
        this(title, intro, new ArrayList<>());
    }

    List<Round> of(String contestant, String keys) {
        return all.stream()
                .filter(round ->
                        round.contestant().equals(contestant) && round.keys().equals(keys))
                .toList();
    }

    /** Of all rounds; 0 when there were none. */
    double median(String contestant, String keys, ToDoubleFunction<Round> what) {
        return median(of(contestant, keys).stream().mapToDouble(what).toArray());
    }

    /** The median of the ratios of decisions a second; 0 when one of the two has no round. */
    double ratio(String contestant, String beside, String keys) {
        var mine = of(contestant, keys);
        var theirs = of(beside, keys);
        var ratios = new double[Math.min(mine.size(), theirs.size())];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = mine.get(i).tally().perSecond() / theirs.get(i).tally().perSecond();
        }
        return median(ratios);
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return 0;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    TablePage page() {
        return new TablePage(
                title,
                intro,
                HEAD,
                all.stream()
                        .map(round -> List.of(round.keys(), round.contestant()))
                        .distinct()
                        .map(row -> row(row.getFirst(), row.getLast()))
                        .toList());
    }

    private List<String> row(String keys, String contestant) {
        var rounds = of(contestant, keys);
        var speed =
                rounds.stream().mapToDouble(round -> round.tally().perSecond()).summaryStatistics();
        return Stream.of(
                        Stream.of(keys, contestant),
                        Stream.of(
                                say(
                                        "%,.0f",
                                        median(contestant, keys, round -> round.tally()
                                                .perSecond())),
                                say("%,.0f–%,.0f", speed.getMin(), speed.getMax()),
                                say("%.1f %%", 100 * median(contestant, keys, Round::admittedShare)),
                                say(
                                        "%,d",
                                        rounds.stream()
                                                .mapToLong(
                                                        round -> round.tally().failed())
                                                .sum()),
                                say(
                                        "%.2f",
                                        median(contestant, keys, round -> round.tally()
                                                .p50Millis())),
                                say(
                                        "%.2f",
                                        median(contestant, keys, round -> round.tally()
                                                .p99Millis())),
                                say("%.1f", median(contestant, keys, Round::cpuMicros)),
                                say("%.1f", median(contestant, keys, Round::redisMicros)),
                                say("%.3f", median(contestant, keys, Round::commands)),
                                rounds.getFirst().bytes().isEmpty()
                                        ? "–"
                                        : say(
                                                "%.0f",
                                                median(contestant, keys, round -> round.bytes()
                                                        .orElse(0)))))
                .flatMap(cells -> cells)
                .toList();
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
