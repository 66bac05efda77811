package dev.casebook.limiter.rls;

import dev.casebook.limiter.algorithms.Algorithm;
import dev.casebook.limiter.algorithms.Decision;
import dev.casebook.limiter.algorithms.Share;
import dev.casebook.limiter.algorithms.Step;
import dev.casebook.limiter.store.Request;
import dev.casebook.limiter.store.Verdict;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Counters of this instance alone, by the same pure functions as everywhere, for its part of each limit. They know nothing of what Redis counted: in
 * the period in which it went away, up to one more limit passes.
 */
final class LocalShare {

    private final int instances;
    private final Map<Counter, Object> states;

    private record Counter(String domain, String key, Algorithm<?> algorithm) {}

    LocalShare(int instances, int maxCounters) {
        this.instances = instances;
        this.states = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Counter, Object> eldest) {
                return size() > maxCounters;
            }
        };
    }

    /**
     * All or none, as in the store.
     *
     * @param counted one for each demand of the request
     * @param settled the decisions that need no counting
     */
    synchronized Verdict decide(
            Request request, List<Subject> counted, long now, Function<Subject, Optional<Decision>> settled) {
        var next = new HashMap<Counter, Object>();
        var decisions = IntStream.range(0, counted.size())
                .mapToObj(i -> settled.apply(counted.get(i)).orElseGet(() -> {
                    var counter = counter(request, i, counted.get(i));
                    var step = step(counter, next.getOrDefault(counter, states.get(counter)), now, cost(request, i));
                    if (step.decision().admitted()) {
                        next.put(counter, step.state());
                    }
                    return step.decision();
                }))
                .toList();
        boolean admitted = request.admitted(i -> decisions.get(i).admitted());
        if (admitted) {
            states.putAll(next);
            return new Verdict(now, true, false, decisions);
        }
        return new Verdict(now, false, false, uncharged(request, counted, now, settled, decisions));
    }

    /** How those stand that were admitted, but are not charged. */
    private List<Decision> uncharged(
            Request request,
            List<Subject> counted,
            long now,
            Function<Subject, Optional<Decision>> settled,
            List<Decision> decisions) {
        return IntStream.range(0, counted.size())
                .mapToObj(i -> {
                    if (!decisions.get(i).admitted()
                            || settled.apply(counted.get(i)).isPresent()) {
                        return decisions.get(i);
                    }
                    var counter = counter(request, i, counted.get(i));
                    return step(counter, states.get(counter), now, 0).decision();
                })
                .toList();
    }

    private Counter counter(Request request, int demand, Subject subject) {
        var algorithm = subject.match().orElseThrow().limit().algorithm().orElseThrow();
        return new Counter(request.domain(), request.demands().get(demand).key(), Share.of(algorithm, instances));
    }

    private static long cost(Request request, int demand) {
        return request.demands().get(demand).cost();
    }

    /** A counter's state is always of the type that its algorithm made. */
    @SuppressWarnings("unchecked")
    private static <S> Step<S> step(Counter counter, Object state, long now, long cost) {
        var algorithm = (Algorithm<S>) counter.algorithm();
        return algorithm.decide(state == null ? algorithm.fresh() : (S) state, now, cost);
    }
}
