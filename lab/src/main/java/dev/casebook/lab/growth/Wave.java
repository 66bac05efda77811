package dev.casebook.lab.growth;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Clicks that were grown in one go, on links that had none: what is stored of a link and a quarter of an hour is never written twice.
 *
 * @param clicks in all, evenly over the days
 * @param firstLink the number of the link with most of them
 * @param links how many share them, by Zipf's law with exponent 1
 * @param end the day of UTC before which they lie
 * @param daysDone days that are stored, from the first on
 */
record Wave(int number, long clicks, long firstLink, int links, LocalDate end, int days, int daysDone) {

    static final int QUARTERS_A_DAY = 96;
    private static final long QUARTER_SECONDS = 900;

    boolean isDone() {
        return daysDone == days;
    }

    Wave next() {
        return new Wave(number, clicks, firstLink, links, end, days, daysDone + 1);
    }

    /** @param quarter of the whole wave */
    Instant startOf(int quarter) {
        return end.minusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds(quarter * QUARTER_SECONDS);
    }

    /** The clicks of a quarter. Those of all quarters add up. */
    int clicksIn(int quarter) {
        long quarters = (long) days * QUARTERS_A_DAY;
        return (int) (clicks * (quarter + 1) / quarters - clicks * quarter / quarters);
    }

    /** The most rows that it may come to. */
    long mostRows() {
        return Math.min(clicks, (long) links * days * QUARTERS_A_DAY);
    }
}
