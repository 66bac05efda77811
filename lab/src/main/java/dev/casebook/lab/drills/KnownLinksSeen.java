package dev.casebook.lab.drills;

import dev.casebook.lab.load.Second;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** What became of redirects, second by second, while servers stood still. */
final class KnownLinksSeen {

    /** As a fault: none. */
    static final String NOTHING = "nothing";

    /** In their order; between them all goes on. */
    static final List<List<String>> FAULTS = List.of(
            List.of("redis-cache"),
            List.of("postgresql"),
            List.of("kafka"),
            List.of("redis-cache", "postgresql"),
            List.of("redis-cache", "kafka"),
            List.of("postgresql", "kafka"));

    /** Breakers look at ten calls, and a call has its time. */
    static final int DETECTED_AFTER = 5;

    private static final double MOST_MILLIS = 100;
    private static final double MICROS_IN_MILLI = 1e3;

    private final int seconds;
    private final Consumer<KnownLinksRow> watcher;
    private final List<KnownLinksRow> rows = new ArrayList<>();
    private final Map<String, Histogram> detected = new LinkedHashMap<>();

    /** @param seconds of each phase */
    KnownLinksSeen(int seconds, Consumer<KnownLinksRow> watcher) {
        this.seconds = seconds;
        this.watcher = watcher;
    }

    /** A phase without a fault, and then one with and one without for each fault. */
    Duration duration() {
        return Duration.ofSeconds(phases() * (long) seconds);
    }

    private static int phases() {
        return 1 + 2 * FAULTS.size();
    }

    /** @return the servers that stand still in this second */
    List<String> fault(int second) {
        int phase = Math.floorDiv(second, seconds);
        return phase > 0 && phase < phases() && phase % 2 == 1 ? FAULTS.get(phase / 2) : List.of();
    }

    void note(Second ended) {
        if (ended.index() < 0 || ended.index() >= duration().toSeconds()) {
            return;
        }
        var still = fault(ended.index());
        var fault = still.isEmpty() ? NOTHING : String.join(" and ", still);
        if (ended.index() % seconds >= DETECTED_AFTER) {
            detected.computeIfAbsent(fault, _ -> new Histogram(3)).add(ended.latency());
        }
        var row = new KnownLinksRow(
                ended.index(),
                fault,
                ended.sent(),
                ended.answered(),
                ended.failed(),
                ended.millis(50),
                ended.millis(99),
                ended.millis(100));
        rows.add(row);
        watcher.accept(row);
    }

    List<KnownLinksRow> rows() {
        return List.copyOf(rows);
    }

    List<Expectation> judge() {
        var beliefs = new ArrayList<Expectation>();
        beliefs.add(Expectation.atMost(
                "redirects that failed",
                0,
                rows.stream().mapToLong(KnownLinksRow::failed).sum()));
        for (var fault : FAULTS) {
            var name = String.join(" and ", fault);
            beliefs.add(Expectation.atMost(
                    "p99 in milliseconds without %s, from second %d on".formatted(name, DETECTED_AFTER),
                    MOST_MILLIS,
                    p99(name)));
        }
        return beliefs;
    }

    /** In milliseconds; infinite when nothing was answered. */
    double p99(String fault) {
        var all = detected.get(fault);
        return all == null || all.getTotalCount() == 0
                ? Double.POSITIVE_INFINITY
                : all.getValueAtPercentile(99) / MICROS_IN_MILLI;
    }

    long failed(String fault) {
        return rows.stream()
                .filter(row -> row.fault().equals(fault))
                .mapToLong(KnownLinksRow::failed)
                .sum();
    }

    /** In milliseconds, of the seconds in which the fault may not yet be known. */
    double slowestAtFirst(String fault) {
        return rows.stream()
                .filter(row -> row.fault().equals(fault) && row.second() % seconds < DETECTED_AFTER)
                .mapToDouble(KnownLinksRow::slowest)
                .max()
                .orElse(0);
    }
}
