package dev.casebook.limiter.store;

import dev.casebook.limiter.algorithms.Decision;
import dev.casebook.limiter.algorithms.Rate;
import dev.casebook.limiter.algorithms.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What goes into {@code redis/limits.lua}, and what comes out. What is said once serves all: a key that many name, the terms of a rule that has many
 * keys, and a request that is made several times.
 */
final class LimitCall {

    private final List<Run> runs = new ArrayList<>();
    private final Map<String, Integer> keys = new LinkedHashMap<>();
    private final Map<Terms, Integer> terms = new LinkedHashMap<>();
    private final List<String> arguments = new ArrayList<>();

    /** Equal requests one after the other, which is what a hot key brings. */
    private record Run(Request request, int times) {}

    /** @param kept for how long a reservation is known after its life */
    LimitCall(List<Request> requests, Duration kept) {
        for (int from = 0, to = 0; from < requests.size(); from = to) {
            var first = requests.get(from);
            while (to < requests.size() && requests.get(to).equals(first)) {
                to++;
            }
            runs.add(new Run(first, to - from));
        }
        addReservations(kept);
        var asked = new ArrayList<String>();
        runs.forEach(run -> add(run, asked));
        addTerms();
        arguments.addAll(asked);
    }

    Collection<String> keys() {
        return keys.keySet();
    }

    Collection<String> arguments() {
        return arguments;
    }

    private void addReservations(Duration kept) {
        var reservations = new ArrayList<String>();
        for (int i = 0; i < runs.size(); i++) {
            if (runs.get(i).request().reservation().isPresent()) {
                var wanted = runs.get(i).request().reservation().get();
                reservations.add(Integer.toString(i + 1));
                reservations.add(index(keys, wanted.id().key()));
                reservations.add(Long.toString(wanted.lives().toMillis()));
                reservations.add(Long.toString(wanted.lives().plus(kept).toMillis()));
            }
        }
        arguments.add(Integer.toString(reservations.size() / 4));
        arguments.addAll(reservations);
    }

    private static <K> String index(Map<K, Integer> known, K each) {
        return known.computeIfAbsent(each, _ -> known.size() + 1).toString();
    }

    private void add(Run run, List<String> asked) {
        var request = run.request();
        asked.add(Integer.toString(run.times()));
        asked.add(Integer.toString(request.demands().size()));
        for (var demand : request.demands()) {
            asked.add(index(keys, LimitScript.name(request.domain(), demand)));
            asked.add(index(terms, demand.terms()));
            // What no limit can admit need not be said exactly, and would not fit a double.
            asked.add(Long.toString(Math.min(demand.cost(), Rate.MAX_COUNT + 1)));
            asked.add(demand.role().name());
        }
    }

    private void addTerms() {
        arguments.add(Integer.toString(terms.size()));
        for (var each : terms.keySet()) {
            arguments.add(each.algorithm());
            arguments.add(Long.toString(each.count()));
            arguments.add(Long.toString(each.period()));
            arguments.add(Long.toString(each.capacity()));
            arguments.add(Long.toString(each.tick()));
        }
    }

    /** One for each request, in their order. */
    List<Verdict> verdicts(List<Long> answer) {
        var numbers = answer.iterator();
        long now = numbers.next();
        var verdicts = new ArrayList<Verdict>();
        for (var run : runs) {
            long told = numbers.next();
            for (int i = 0; i < run.times(); i++) {
                verdicts.add(i < told ? verdict(now, run.request(), numbers) : verdicts.getLast());
            }
        }
        return verdicts;
    }

    private static Verdict verdict(long now, Request request, Iterator<Long> numbers) {
        boolean admitted = numbers.next() == 1;
        var decisions = new ArrayList<Decision>(request.demands().size());
        for (int i = 0; i < request.demands().size(); i++) {
            decisions.add(
                    new Decision(numbers.next() == 1, numbers.next(), numbers.next(), numbers.next(), numbers.next()));
        }
        return new Verdict(now, admitted, false, decisions);
    }
}
