package dev.casebook.shortener.statistics;

import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What the clock of a time zone is divided into. Days have 23 to 25 hours where clocks are changed. */
enum Unit {
    HOUR,
    DAY;

    static Optional<Unit> named(String text) {
        return Stream.of(values()).filter(unit -> unit.text().equals(text)).findFirst();
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The start of the unit that a time lies in. */
    ZonedDateTime startOf(ZonedDateTime time) {
        return switch (this) {
            case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
            case DAY -> time.toLocalDate().atStartOfDay(time.getZone());
        };
    }

    /** The start of the next one. */
    ZonedDateTime next(ZonedDateTime start) {
        return switch (this) {
            case HOUR -> start.plusHours(1);
            case DAY -> start.toLocalDate().plusDays(1).atStartOfDay(start.getZone());
        };
    }

    /** The first start that is not before a time. */
    ZonedDateTime endOf(ZonedDateTime time) {
        var start = startOf(time);
        return start.equals(time) ? start : next(start);
    }
}
