package dev.casebook.limiter.top;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Who comes most, from a stream of any length, in a fixed number of counters: Space-Saving (Metwally, Agrawal, El Abbadi, <i>Efficient Computation of
 * Frequent and Top-k Elements in Data Streams</i>, 2005). A newcomer takes over the counter with the least count, and that count as its possible error.
 *
 * <p>Of n occurrences in m counters, whatever came more than n/m times has a counter, and no counter is too high by more than n/m. Not for several
 * threads at once.
 */
final class SpaceSaving<K> {

    private final int capacity;
    private final Map<K, Counter<K>> counters;
    /** A binary heap with the least count first. */
    private final List<Counter<K>> heap;

    private long total;

    private static final class Counter<K> {
        private K key;
        private long count;
        private long error;
        private int place;
    }

    /** @param capacity the number of counters, at least 1 */
    SpaceSaving(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity %d is less than 1".formatted(capacity));
        }
        this.capacity = capacity;
        this.counters = HashMap.newHashMap(capacity);
        this.heap = new ArrayList<>(capacity);
    }

    /** Once more, in time logarithmic in the capacity. */
    void add(K key) {
        total++;
        var counter = counters.get(key);
        if (counter == null) {
            counter = heap.size() < capacity ? fresh(key) : takenOver(key);
            counters.put(key, counter);
        }
        counter.count++;
        sink(counter);
    }

    /** All occurrences. */
    long total() {
        return total;
    }

    /** Of what has a counter, in no order. */
    Stream<Counted<K>> counted() {
        return heap.stream().map(counter -> new Counted<>(counter.key, counter.count, counter.error));
    }

    /** How often something without a counter may have come at most. */
    long uncounted() {
        return heap.size() < capacity ? 0 : heap.getFirst().count;
    }

    /**
     * What came most in two streams together. The bounds add up: counts are too high by no more than n/m of the one and of the other.
     *
     * @return at most so many, the greatest first
     */
    static <K> List<Counted<K>> top(SpaceSaving<K> one, SpaceSaving<K> other, int limit) {
        var both = new HashMap<K, Counted<K>>();
        one.counted().forEach(counted -> both.put(counted.key(), plus(counted, other.uncounted())));
        other.counted()
                .forEach(counted -> both.merge(
                        counted.key(),
                        plus(counted, one.uncounted()),
                        (known, _) -> sum(known, other.uncounted(), counted)));
        return both.values().stream()
                .sorted(Comparator.<Counted<K>>comparingLong(Counted::count).reversed())
                .limit(limit)
                .toList();
    }

    private static <K> Counted<K> plus(Counted<K> counted, long possibly) {
        return new Counted<>(counted.key(), counted.count() + possibly, counted.error() + possibly);
    }

    /** @param assumed of the other stream, before it was known to count this */
    private static <K> Counted<K> sum(Counted<K> known, long assumed, Counted<K> other) {
        return new Counted<>(
                known.key(), known.count() - assumed + other.count(), known.error() - assumed + other.error());
    }

    private Counter<K> fresh(K key) {
        var counter = new Counter<K>();
        counter.key = key;
        counter.place = heap.size();
        heap.add(counter);
        rise(counter);
        return counter;
    }

    private Counter<K> takenOver(K key) {
        var least = heap.getFirst();
        counters.remove(least.key);
        least.key = key;
        least.error = least.count;
        return least;
    }

    private void rise(Counter<K> counter) {
        while (counter.place > 0 && heap.get((counter.place - 1) / 2).count > counter.count) {
            swap(counter, heap.get((counter.place - 1) / 2));
        }
    }

    private void sink(Counter<K> counter) {
        while (true) {
            int left = 2 * counter.place + 1;
            if (left >= heap.size()) {
                return;
            }
            int right = left + 1;
            var least = right < heap.size() && heap.get(right).count < heap.get(left).count
                    ? heap.get(right)
                    : heap.get(left);
            if (least.count >= counter.count) {
                return;
            }
            swap(counter, least);
        }
    }

    private void swap(Counter<K> one, Counter<K> other) {
        int place = one.place;
        one.place = other.place;
        other.place = place;
        heap.set(one.place, one);
        heap.set(other.place, other);
    }
}
