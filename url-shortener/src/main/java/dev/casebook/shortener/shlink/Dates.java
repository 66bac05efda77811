package dev.casebook.shortener.shlink;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Dates as Shlink writes them, {@code 2026-01-31T12:00:00+00:00}, and as its clients may. */
final class Dates {

    private static final DateTimeFormatter ATOM = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

    private Dates() {}

    static String text(Instant instant) {
        return ATOM.format(instant.atOffset(ZoneOffset.UTC));
    }

    /** With an offset, or of UTC; a day alone is its beginning. */
    static Optional<Instant> parse(String text) {
        return Stream.<Function<String, Instant>>of(
                        given -> OffsetDateTime.parse(given).toInstant(),
                        given -> LocalDateTime.parse(given).toInstant(ZoneOffset.UTC),
                        given -> LocalDate.parse(given)
                                .atStartOfDay(ZoneOffset.UTC)
                                .toInstant())
                .flatMap(form -> parsed(form, text).stream())
                .findFirst();
    }

    private static Optional<Instant> parsed(Function<String, Instant> form, String text) {
        try {
            return Optional.of(form.apply(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
