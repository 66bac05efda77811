package dev.casebook.lab.gateways;

import dev.casebook.lab.report.TablePage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Rounds of all gateways in turn, so that a machine that is slow for a while is slow for all. */
final class Costs {

    static final String DIRECT = "no gateway";
    static final String PEER = "nginx";
    static final String OURS = "casebook";
    static final String OURS_WITH_JWT = "casebook, JWT";
    static final String OURS_WITH_ALL = "casebook, JWT, limits and traces";
    static final String SPRING = "Spring Cloud Gateway";

    private static final double MICROS = 1e6;

    private final Map<String, List<Cost>> rounds = new LinkedHashMap<>();

    void add(String gateway, Cost cost) {
        rounds.computeIfAbsent(gateway, _ -> new ArrayList<>()).add(cost);
    }

    /** Medians of the rounds, and the CPU beside nginx's in the same round. */
    TablePage page(int rate) {
        var rows = new ArrayList<List<String>>();
        rounds.forEach((gateway, costs) -> rows.add(List.of(
                gateway,
                cpu(costs).map(micros -> say("%.1f µs", micros)).orElse("–"),
                ratio(costs, PEER).map(ratio -> say("%.2f", ratio)).orElse("–"),
                cpu(costs).map(micros -> say("%,.0f", MICROS / micros)).orElse("–"),
                say("%.2f ms", median(costs.stream().map(Cost::p50Millis).toList())),
                say("%.2f ms", median(costs.stream().map(Cost::p99Millis).toList())),
                say("%d of %d", costs.stream().filter(Cost::clean).count(), costs.size()))));
        return new TablePage(
                "What a request costs at %,d a second".formatted(rate),
                "Medians of rounds in turn; CPU is what the system charged to the gateway's processes. Clean: the rate was held, and every answer right.",
                List.of("gateway", "CPU a request", "beside nginx", "requests a CPU second", "p50", "p99", "clean"),
                rows);
    }

    /**
     * What was set as a goal, and what came.
     *
     * @param limited whether limits decided as they were meant to
     */
    List<String> bars(boolean limited) {
        return Stream.of(
                        bar(OURS, PEER, 2.4, false),
                        limited ? bar(OURS_WITH_ALL, PEER, 3.7, false) : notLimited(),
                        bar(SPRING, OURS, 3, true))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> notLimited() {
        return Optional.of("bar    CPU a request, %s beside %s: not measured, since leases did not decide"
                .formatted(OURS_WITH_ALL, PEER));
    }

    private Optional<String> bar(String gateway, String beside, double bound, boolean least) {
        if (!rounds.containsKey(gateway) || !rounds.containsKey(beside)) {
            return Optional.empty();
        }
        return ratio(rounds.get(gateway), beside).map(ratio -> {
            boolean met = least ? ratio >= bound : ratio <= bound;
            return say(
                    "bar    CPU a request, %s beside %s: %.2f; wanted at %s %.1f: %s",
                    gateway, beside, ratio, least ? "least" : "most", bound, met ? "met" : "NOT met");
        });
    }

    private static Optional<Double> cpu(List<Cost> costs) {
        var all = costs.stream().flatMap(cost -> cost.cpuMicros().stream()).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(median(all));
    }

    private Optional<Double> ratio(List<Cost> costs, String beside) {
        var peer = rounds.get(beside);
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < costs.size() && peer != null; i++) {
            var ours = costs.get(i).cpuMicros();
            var theirs = peer.get(i).cpuMicros();
            if (ours.isPresent() && theirs.isPresent()) {
                ratios.add(ours.get() / theirs.get());
            }
        }
        return ratios.isEmpty() ? Optional.empty() : Optional.of(median(ratios));
    }

    static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
