package dev.casebook.shortener.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisitorSketchTest {

    private final Random random = new Random(7);

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 7})
    void handfulIsCountedExactly(int visitors) {
        var sketch = of(random.longs(visitors).toArray());

        assertThat(sketch.count()).isEqualTo(visitors);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 50_000, 1_000_000})
    void manyAreCountedAboutRightInAKilobyteOrSo(int visitors) {
        var sketch = of(random.longs(visitors).toArray());

        assertThat(sketch.count()).isCloseTo(visitors, Percentage.withPercentage(6));
        assertThat(sketch.bytes()).hasSizeLessThan(1_500);
    }

    @Test
    void whoComesAgainIsCountedOnceAlsoInAnotherSketch() {
        var visitors = random.longs(10_000).toArray();
        var one = of(visitors);

        one.addAll(of(visitors).bytes());

        assertThat(one.count()).isCloseTo(10_000, Percentage.withPercentage(6));
    }

    @Test
    void sketchOfTwoHalvesIsThatOfTheWhole() {
        var one = of(random.longs(20_000).toArray());

        one.addAll(of(random.longs(20_000).toArray()).bytes());

        assertThat(one.count()).isCloseTo(40_000, Percentage.withPercentage(6));
    }

    @Test
    void unknownVisitorIsNobody() {
        assertThat(of(0, 0).count()).isZero();
        assertThat(VisitorSketch.of(new VisitorSketch().bytes()).count()).isZero();
    }

    private static VisitorSketch of(long... visitors) {
        var sketch = new VisitorSketch();
        for (long visitor : visitors) {
            sketch.add(visitor);
        }
        return sketch;
    }
}
