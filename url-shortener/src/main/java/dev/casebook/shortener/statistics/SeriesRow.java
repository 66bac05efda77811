package dev.casebook.shortener.statistics;

import java.time.Instant;

/**
 * One period of one link.
 *
 * @param clicks with bots
 * @param visitors as {@link VisitorSketch#bytes} gave them
 */
record SeriesRow(Instant startsAt, long clicks, long bots, byte[] visitors) {}
