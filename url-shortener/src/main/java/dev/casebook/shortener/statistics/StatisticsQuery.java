package dev.casebook.shortener.statistics;

import dev.casebook.chassis.web.Problem;
import dev.casebook.chassis.web.ProblemException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.jboss.resteasy.reactive.RestQuery;

/** What a client wants to know about the clicks on a link. */
public class StatisticsQuery {

    /** What PostgreSQL and every calendar can hold. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);

    /** From the unit in which this instant lies, or from this day of the zone on; without it the last 7 days or 24 hours. */
    @RestQuery
    public Optional<String> from;

    /** Up to the end of the unit in which this instant lies, or up to the beginning of this day of the zone; without it up to now. */
    @RestQuery
    public Optional<String> to;

    /** Whose days and hours: {@code Europe/Vienna}, {@code +05:30}; without it UTC. */
    @RestQuery
    public Optional<String> zone;

    /** {@code hour} or {@code day}; without it {@code day}. */
    @RestQuery
    public Optional<String> unit;

    /** Which dimensions to break the clicks down by: repeated, or joined by commas. */
    @RestQuery
    public List<String> by;

    Range range(StatisticsSettings settings, Instant horizon, Instant now) {
        var inZone = zone();
        var units = unit.map(text -> Unit.named(text).orElseThrow(() -> invalid("unit", "must be hour or day")))
                .orElse(Unit.DAY);
        var end = to.map(text -> instant("to", text, inZone)).orElse(now);
        var begin = from.map(text -> instant("from", text, inZone))
                .orElseGet(() -> end.minus(units == Unit.DAY ? WEEK.minusDays(1) : Duration.ofHours(23)));
        if (!begin.isBefore(end)) {
            throw refused("statistics-range-empty", "The range ends before it begins", "from", "must be before to");
        }
        var longest = units == Unit.DAY ? settings.daysRange() : settings.hoursRange();
        if (Duration.between(begin, end).compareTo(longest) > 0) {
            throw refused(
                    "statistics-range-too-long",
                    "The range is too long for its unit",
                    "from",
                    "must be %d days before to at most".formatted(longest.toDays()));
        }
        var range = Range.of(begin, end, inZone, units);
        if (!range.isOfQuarters()) {
            throw invalid("zone", "must differ from UTC by whole quarters of an hour");
        }
        if (range.from().toInstant().isBefore(horizon) && !range.isOfUtcDays()) {
            throw refused(
                    "statistics-rolled-up",
                    "So far back there are only days of UTC",
                    "from",
                    "must be %s or later, or the unit day and the zone UTC".formatted(horizon));
        }
        return range;
    }

    SequencedSet<Dimension> dimensions() {
        var dimensions = new LinkedHashSet<Dimension>();
        for (var texts : by == null ? List.<String>of() : by) {
            for (var text : texts.split(",")) {
                dimensions.add(Dimension.named(text.strip())
                        .orElseThrow(
                                () -> invalid("by", "must be of referrer, browser, os, device, language and rule")));
            }
        }
        return dimensions;
    }

    private ZoneId zone() {
        try {
            return ZoneId.of(zone.orElse("UTC"));
        } catch (DateTimeException _) {
            throw invalid("zone", "must be a time zone as in Europe/Vienna or +05:30");
        }
    }

    private static Instant instant(String field, String text, ZoneId zone) {
        Instant instant;
        try {
            instant = text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw invalid(field, "must be an instant as in 2026-01-31T00:00:00Z, or a day as in 2026-01-31");
        }
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw invalid(field, "must be from %s to %s".formatted(EARLIEST, LATEST));
        }
        return instant;
    }

    private static ProblemException invalid(String field, String message) {
        return new ProblemException(
                Problem.of(400, "invalid-request", "The request is not valid").error(field, message));
    }

    private static ProblemException refused(String slug, String title, String field, String message) {
        return new ProblemException(Problem.of(422, slug, title).error(field, message));
    }
}
