package dev.casebook.gateway.cache;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.OptionalLong;

/** A time as HTTP has it (RFC 9110 §5.6.7). */
final class HttpDate {

    private static final DateTimeFormatter PREFERRED = formatter("dd MMM yyyy HH:mm:ss 'GMT'");
    private static final DateTimeFormatter ASCTIME = formatter("MMM ppd HH:mm:ss yyyy");

    /** A year of two digits that seems more than 50 years ahead is the last one that ended so. */
    private static final int YEARS_AHEAD = 50;

    private static final long MILLIS = 1000;

    private HttpDate() {}

    /** @return milliseconds since 1970; empty when it is none of the three forms */
    static OptionalLong parse(String text, long now) {
        try {
            // The day of the week says nothing new, and a wrong one changes nothing.
            var date = text.substring(text.indexOf(' ') + 1);
            return OptionalLong.of(LocalDateTime.parse(date, form(text, now)).toEpochSecond(ZoneOffset.UTC) * MILLIS);
        } catch (DateTimeException noDate) {
            return OptionalLong.empty();
        }
    }

    private static DateTimeFormatter form(String text, long now) {
        return switch (text.indexOf(',')) {
            case -1 -> ASCTIME;
            case 3 -> PREFERRED;
            default -> rfc850(now);
        };
    }

    private static DateTimeFormatter rfc850(long now) {
        int year = Instant.ofEpochMilli(now).atOffset(ZoneOffset.UTC).getYear();
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern("dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, year + YEARS_AHEAD - 99)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.US);
    }

    private static DateTimeFormatter formatter(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.US);
    }
}
