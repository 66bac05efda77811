package dev.casebook.lab.limiters.peer;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The counters that both export to Prometheus under the same names, by name and labels; those that stand at 0 are not in it. */
record Counters(Map<String, Long> values) {

    private static final Pattern LINE =
            Pattern.compile("(?m)^(ratelimit_service_(?:rate_limit|should_rate_limit_error)\\w*)\\{([^\n]*)} (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** @param exposition in Prometheus's text format */
    static Counters parse(String exposition) {
        return new Counters(LINE.matcher(exposition)
                .results()
                .filter(line -> number(line) != 0)
                .collect(Collectors.toMap(Counters::name, Counters::number, Long::sum, TreeMap::new)));
    }

    private static String name(MatchResult line) {
        return LABEL.matcher(line.group(2))
                .results()
                .filter(label -> !label.group(2).isEmpty())
                .map(label -> label.group(1) + "=" + label.group(2))
                .sorted()
                .collect(Collectors.joining(",", line.group(1) + "{", "}"));
    }

    private static long number(MatchResult line) {
        return Math.round(Double.parseDouble(line.group(3)));
    }

    /** What was counted since. */
    Counters since(Counters before) {
        return new Counters(values.entrySet().stream()
                .map(entry -> Map.entry(
                        entry.getKey(), entry.getValue() - before.values().getOrDefault(entry.getKey(), 0L)))
                .filter(entry -> entry.getValue() != 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum, TreeMap::new)));
    }

    /** Lines about what differs, ours last. */
    String differences(Counters ours) {
        var names = new TreeSet<>(values.keySet());
        names.addAll(ours.values().keySet());
        Function<Counters, Function<String, Long>> of =
                counters -> name -> counters.values().getOrDefault(name, 0L);
        return names.stream()
                .filter(name ->
                        !of.apply(this).apply(name).equals(of.apply(ours).apply(name)))
                .map(name -> "%s: %d, here %d\n"
                        .formatted(
                                name, of.apply(this).apply(name), of.apply(ours).apply(name)))
                .collect(Collectors.joining());
    }
}
