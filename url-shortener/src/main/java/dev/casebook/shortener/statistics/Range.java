package dev.casebook.shortener.statistics;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Whole units of time in one time zone.
 *
 * @param from the start of the first unit
 * @param to the end of the last one
 */
record Range(ZonedDateTime from, ZonedDateTime to, Unit unit) {

    private static final int QUARTER_SECONDS = 15 * 60;

    Range {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a range from %s to %s is empty".formatted(from, to));
        }
    }

    /** Widened to whole units. */
    static Range of(Instant from, Instant to, ZoneId zone, Unit unit) {
        return new Range(unit.startOf(from.atZone(zone)), unit.endOf(to.atZone(zone)), unit);
    }

    List<Instant> starts() {
        List<Instant> starts = new ArrayList<>();
        for (var start = from; start.isBefore(to); start = unit.next(start)) {
            starts.add(start.toInstant());
        }
        return starts;
    }

    Duration length() {
        return Duration.between(from, to);
    }

    /** True when each unit begins with a quarter of an hour of UTC, as those of all zones in use do. */
    boolean isOfQuarters() {
        return starts().stream().allMatch(start -> start.getEpochSecond() % QUARTER_SECONDS == 0);
    }

    /** True when each unit is a day of UTC, by whatever name the zone goes. */
    boolean isOfUtcDays() {
        return unit == Unit.DAY
                && starts().stream().allMatch(start -> Period.DAY.startOf(start).equals(start));
    }
}
