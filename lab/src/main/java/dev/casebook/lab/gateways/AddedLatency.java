package dev.casebook.lab.gateways;

import dev.casebook.lab.report.TablePage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * By how much a gateway delays an answer, against the service alone in the same round, at one rate for all.
 *
 * @param saturation of our gateway, in requests a second
 */
record AddedLatency(long saturation, Map<String, List<Cost>> rounds) {

    private static final double BOUND = 2;

    /** A hundredth of a millisecond: less is no difference that this measures. */
    private static final double LEAST_MILLIS = 0.01;

    AddedLatency(long saturation) {
        this(saturation, new LinkedHashMap<>());
    }

    /** Half of what our gateway takes. */
    int rate() {
        return (int) Math.max(1, saturation / 2);
    }

    void add(String gateway, Cost cost) {
        rounds.computeIfAbsent(gateway, _ -> new ArrayList<>()).add(cost);
    }

    TablePage page() {
        var rows = new ArrayList<List<String>>();
        rounds.forEach((gateway, costs) -> rows.add(List.of(
                gateway,
                Costs.say(
                        "%.2f ms",
                        Costs.median(costs.stream().map(Cost::p50Millis).toList())),
                Costs.say(
                        "%.2f ms",
                        Costs.median(costs.stream().map(Cost::p99Millis).toList())),
                gateway.equals(Costs.DIRECT) ? "–" : Costs.say("%.2f ms", Costs.median(added(gateway))),
                Costs.say("%d of %d", costs.stream().filter(Cost::clean).count(), costs.size()))));
        return new TablePage(
                Costs.say("What a gateway adds at %,d a second", rate()),
                Costs.say(
                        "Half of the %,d that ours answered when it was asked for more. Medians of rounds in turn; added is to the service alone in the same round.",
                        saturation),
                List.of("gateway", "p50", "p99", "added p99", "clean"),
                rows);
    }

    /** In each round, in milliseconds. */
    private List<Double> added(String gateway) {
        var direct = rounds.get(Costs.DIRECT);
        var costs = rounds.get(gateway);
        return IntStream.range(0, costs.size())
                .mapToObj(i -> Math.max(
                        LEAST_MILLIS, costs.get(i).p99Millis() - direct.get(i).p99Millis()))
                .toList();
    }

    /** What was set as a goal, and what came. */
    Optional<String> bar() {
        if (!rounds.containsKey(Costs.PEER)) {
            return Optional.empty();
        }
        var ours = added(Costs.OURS);
        var theirs = added(Costs.PEER);
        double ratio = Costs.median(IntStream.range(0, ours.size())
                .mapToObj(i -> ours.get(i) / theirs.get(i))
                .toList());
        return Optional.of(Costs.say(
                "bar    added p99 at %,d a second, %s beside %s: %.2f; wanted at most %.1f: %s",
                rate(), Costs.OURS, Costs.PEER, ratio, BOUND, ratio <= BOUND ? "met" : "NOT met"));
    }
}
