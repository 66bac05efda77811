package dev.casebook.lab.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipfTest {

    private static final int RANKS = 1_000;
    private static final int PICKS = 500_000;

    private static double[] shares(double exponent) {
        var zipf = new Zipf(RANKS, exponent, new SplittableRandom(1));
        var counts = new double[RANKS];
        for (int i = 0; i < PICKS; i++) {
            counts[zipf.next()]++;
        }
        return Arrays.stream(counts).map(count -> count / PICKS).toArray();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1, 1.5})
    void eachRankGetsItsShare(double exponent) {
        double sum = 0;
        for (int rank = 1; rank <= RANKS; rank++) {
            sum += Math.pow(rank, -exponent);
        }

        var shares = shares(exponent);

        for (int rank : new int[] {1, 2, 3, 10, 100, 1_000}) {
            double expected = Math.pow(rank, -exponent) / sum;
            double deviation = Math.sqrt(expected / PICKS);
            assertThat(shares[rank - 1]).isCloseTo(expected, within(5 * deviation));
        }
    }

    @Test
    void sameSeedPicksTheSame() {
        assertThat(shares(1)).isEqualTo(shares(1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.4999, 0.5, 0.9999999999999999})
    void everyRandomNumberGivesARank(double number) {
        RandomGenerator fixed = new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return number;
            }
        };

        assertThat(new Zipf(2, 0, fixed).next()).isEqualTo(number < 0.5 ? 0 : 1);
        assertThat(new Zipf(1, 1, fixed).next()).isZero();
    }

    @Test
    void noRanksAndNegativeExponentsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Zipf(0, 1, new SplittableRandom()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Zipf(1, -1, new SplittableRandom()));
    }
}
