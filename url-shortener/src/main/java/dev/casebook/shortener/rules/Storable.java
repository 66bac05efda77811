package dev.casebook.shortener.rules;

import java.time.Instant;

/** What PostgreSQL can keep, out of what JSON can say. */
public final class Storable {

    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private Storable() {}

    /** False when there is a control character in it, such as the NUL that no text may hold, or half a surrogate pair. */
    public static boolean isStorable(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    /** False beyond the years 1970 to 9999. */
    public static boolean isStorable(Instant instant) {
        return !instant.isBefore(FIRST) && !instant.isAfter(LAST);
    }
}
