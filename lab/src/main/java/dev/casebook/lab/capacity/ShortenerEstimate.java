package dev.casebook.lab.capacity;

import java.time.Duration;

/**
 * How big a URL shortener is, from what is asked of it.
 *
 * @param linksPerMonth new ones; a month has 30 days
 * @param redirectsPerMonth all of them
 * @param bytesPerLink stored, indexes included
 * @param years links are kept
 * @param peak the busiest hour over the average
 */
record ShortenerEstimate(long linksPerMonth, long redirectsPerMonth, int bytesPerLink, int years, double peak) {

    /** The question of the chapter. */
    static final ShortenerEstimate CHAPTER = new ShortenerEstimate(100_000_000, 10_000_000_000L, 500, 5, 2);

    private static final double SECONDS_PER_MONTH = Duration.ofDays(30).toSeconds();
    private static final int MONTHS_PER_YEAR = 12;
    private static final int CODE_LENGTH = 7;
    private static final int CODE_ALPHABET = 62;
    private static final double MICROS_PER_SECOND = 1e6;

    ShortenerEstimate {
        if (linksPerMonth < 1 || redirectsPerMonth < 1 || bytesPerLink < 1 || years < 1 || peak < 1) {
            throw new IllegalArgumentException("every figure must be at least 1");
        }
    }

    double creationsPerSecond() {
        return linksPerMonth / SECONDS_PER_MONTH;
    }

    double redirectsPerSecond() {
        return redirectsPerMonth / SECONDS_PER_MONTH;
    }

    double peakCreationsPerSecond() {
        return peak * creationsPerSecond();
    }

    double peakRedirectsPerSecond() {
        return peak * redirectsPerSecond();
    }

    /** At the end of the years. */
    long links() {
        return linksPerMonth * MONTHS_PER_YEAR * years;
    }

    double storedBytes() {
        return (double) links() * bytesPerLink;
    }

    /** Guesses of a code until one meets a link, on average, at the end of the years. */
    double guessesPerHit() {
        return Math.pow(CODE_ALPHABET, CODE_LENGTH) / links();
    }

    /**
     * Cores at the peak, with nothing to spare.
     *
     * @param cpuMicros that a redirect costs in all that it passes through
     */
    double cores(double cpuMicros) {
        return peakRedirectsPerSecond() * cpuMicros / MICROS_PER_SECOND;
    }
}
