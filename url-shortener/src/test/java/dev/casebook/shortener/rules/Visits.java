package dev.casebook.shortener.rules;

import java.time.Instant;

/** Visits to try rules on. */
final class Visits {

    static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private Visits() {}

    static Visit at(Instant now) {
        return new Visit(now, "", "", "");
    }

    static Visit by(String userAgent) {
        return new Visit(NOON, userAgent, "", "");
    }

    static Visit in(String acceptLanguage) {
        return new Visit(NOON, "", acceptLanguage, "");
    }

    static Visit with(String query) {
        return new Visit(NOON, "", "", query);
    }
}
