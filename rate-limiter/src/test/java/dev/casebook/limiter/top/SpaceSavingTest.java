package dev.casebook.limiter.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class SpaceSavingTest {

    /** Some keys come far more often than others, and most only once. */
    @Provide
    Arbitrary<List<Integer>> streams() {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 50),
                        Arbitraries.integers().between(0, 100_000))
                .list()
                .ofMaxSize(2_000);
    }

    @Property(tries = 300)
    void countsAreNeverTooLowAndTooHighByNoMoreThanTheBound(
            @ForAll("streams") List<Integer> stream, @ForAll @IntRange(min = 1, max = 60) int counters) {
        var sketch = sketch(stream, counters);
        var truth = truth(stream);

        var counted = sketch.counted().toList();

        assertThat(counted).hasSizeLessThanOrEqualTo(counters);
        assertThat(counted).allSatisfy(each -> {
            assertThat(each.count()).isGreaterThanOrEqualTo(truth.get(each.key()));
            assertThat(each.count() - each.error()).isLessThanOrEqualTo(truth.get(each.key()));
            assertThat(each.error()).isLessThanOrEqualTo(stream.size() / counters);
        });
        assertThat(sketch.uncounted()).isLessThanOrEqualTo(stream.size() / counters);
    }

    @Property(tries = 300)
    void whateverCameMoreOftenThanTheBoundIsThere(
            @ForAll("streams") List<Integer> stream, @ForAll @IntRange(min = 1, max = 60) int counters) {
        var sketch = sketch(stream, counters);
        var keys = sketch.counted().map(Counted::key).collect(Collectors.toSet());

        truth(stream).forEach((key, count) -> {
            if (count > sketch.uncounted()) {
                assertThat(keys).contains(key);
            }
        });
    }

    @Property(tries = 300)
    void ofTwoStreamsTheBoundsAddUp(
            @ForAll("streams") List<Integer> one,
            @ForAll("streams") List<Integer> other,
            @ForAll @IntRange(min = 1, max = 60) int counters) {
        var first = sketch(one, counters);
        var second = sketch(other, counters);
        var truth = truth(one);
        truth(other).forEach((key, count) -> truth.merge(key, count, Long::sum));
        long bound = first.uncounted() + second.uncounted();

        var top = SpaceSaving.top(first, second, Integer.MAX_VALUE);

        assertThat(top).allSatisfy(each -> {
            assertThat(each.count()).isGreaterThanOrEqualTo(truth.get(each.key()));
            assertThat(each.count() - each.error()).isLessThanOrEqualTo(truth.get(each.key()));
            assertThat(each.error()).isLessThanOrEqualTo(bound);
        });
        var keys = top.stream().map(Counted::key).collect(Collectors.toSet());
        truth.forEach((key, count) -> {
            if (count > bound) {
                assertThat(keys).contains(key);
            }
        });
    }

    @Example
    void theGreatestComeFirst() {
        var sketch = sketch(List.of(1, 2, 2, 3, 3, 3), 10);

        assertThat(SpaceSaving.top(sketch, new SpaceSaving<>(10), 2))
                .containsExactly(new Counted<>(3, 3, 0), new Counted<>(2, 2, 0));
    }

    private static SpaceSaving<Integer> sketch(List<Integer> stream, int counters) {
        var sketch = new SpaceSaving<Integer>(counters);
        stream.forEach(sketch::add);
        return sketch;
    }

    private static Map<Integer, Long> truth(List<Integer> stream) {
        return new HashMap<>(stream.stream().collect(Collectors.groupingBy(key -> key, Collectors.counting())));
    }
}
