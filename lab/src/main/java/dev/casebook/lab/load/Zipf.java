package dev.casebook.lab.load;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Picks ranks so that rank r is picked in proportion to 1 / (r + 1)^exponent: a few are asked for often, most seldom. */
public final class Zipf {

    /** cumulative[r] is the chance of a rank up to r. */
    private final double[] cumulative;

    private final RandomGenerator random;

    /**
     * @param ranks how many there are; the first is 0
     * @param exponent 0 is uniform; 1 is what word counts and page views come near to
     */
    public Zipf(int ranks, double exponent, RandomGenerator random) {
        if (ranks < 1 || exponent < 0) {
            throw new IllegalArgumentException(
                    "ranks %d must be at least 1 and exponent %s at least 0".formatted(ranks, exponent));
        }
        this.random = random;
        cumulative = new double[ranks];
        double sum = 0;
        for (int rank = 0; rank < ranks; rank++) {
            sum += Math.pow(rank + 1, -exponent);
            cumulative[rank] = sum;
        }
        for (int rank = 0; rank < ranks; rank++) {
            cumulative[rank] /= sum;
        }
    }

    /** @return a rank */
    public int next() {
        int found = Arrays.binarySearch(cumulative, random.nextDouble());
        // Not found: the complement of where it would stand. Found: the next rank's share begins here.
        return Math.min(found < 0 ? ~found : found + 1, cumulative.length - 1);
    }
}
