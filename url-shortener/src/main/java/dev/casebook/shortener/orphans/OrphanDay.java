package dev.casebook.shortener.orphans;

import java.time.LocalDate;

/**
 * Orphan visits of one kind on one day of UTC.
 *
 * @param kind an {@link OrphanKind#text}
 * @param visits those of bots included
 */
public record OrphanDay(LocalDate day, String kind, long visits, long bots) {}
