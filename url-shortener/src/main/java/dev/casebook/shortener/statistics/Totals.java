package dev.casebook.shortener.statistics;

/**
 * All clicks on one link.
 *
 * @param total with bots
 */
public record Totals(long total, long bots) {

    static final Totals NONE = new Totals(0, 0);
}
