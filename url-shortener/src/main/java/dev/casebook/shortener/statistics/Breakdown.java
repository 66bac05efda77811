package dev.casebook.shortener.statistics;

import dev.casebook.contracts.shortener.v1.Click;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Clicks by the values of each dimension. The sums of all dimensions are the same. */
final class Breakdown {

    /** The visitor did not say, or was not understood. No value looks like this. */
    static final String NONE = "(none)";

    /** All values that had too few clicks to be kept apart. */
    static final String OTHER = "(other)";

    private final Map<Dimension, Map<String, Long>> counts = new EnumMap<>(Dimension.class);

    void add(Click click) {
        add(Dimension.REFERRER, click.getReferrerHost(), 1);
        add(Dimension.BROWSER, click.getBrowser(), 1);
        add(Dimension.SYSTEM, click.getOperatingSystem(), 1);
        add(Dimension.DEVICE, click.getDevice(), 1);
        add(Dimension.LANGUAGE, click.getLanguage(), 1);
        add(Dimension.RULE, click.getRule() == 0 ? "" : Integer.toString(click.getRule()), 1);
    }

    void add(Dimension dimension, String value, long clicks) {
        counts.computeIfAbsent(dimension, _ -> new TreeMap<>())
                .merge(value.isEmpty() ? NONE : value, clicks, Long::sum);
    }

    void addAll(Breakdown others) {
        others.counts.forEach((dimension, values) -> values.forEach((value, clicks) -> add(dimension, value, clicks)));
    }

    Map<String, Long> of(Dimension dimension) {
        return counts.getOrDefault(dimension, Map.of());
    }

    /** Keeps the values with most clicks in each dimension and adds the rest up, so that visitors who lie cannot make it grow. */
    void trim(int values) {
        counts.values().stream().filter(each -> each.size() > values + 1).forEach(each -> trim(each, values));
    }

    private static void trim(Map<String, Long> counts, int values) {
        List<String> least = counts.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(OTHER))
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .skip(values)
                .map(Map.Entry::getKey)
                .toList();
        for (var value : least) {
            counts.merge(OTHER, counts.remove(value), Long::sum);
        }
    }
}
