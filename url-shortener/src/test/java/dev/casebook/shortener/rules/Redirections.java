package dev.casebook.shortener.rules;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Redirections for tests. */
public final class Redirections {

    private Redirections() {}

    /** Everything chosen that can be chosen together, one condition of each kind. */
    public static Redirection rich() {
        var rule = new Rule(
                List.of(
                        new Condition.OnDevice(Device.IOS),
                        new Condition.InLanguage("de-at"),
                        new Condition.WithParameter("src", Optional.of("mail")),
                        new Condition.WithParameter("any", Optional.empty()),
                        new Condition.After(Instant.parse("2026-01-01T00:00:00.000001Z")),
                        new Condition.Before(Instant.parse("2027-01-01T00:00:00Z"))),
                "https://example.com/other");
        return new Redirection(
                "https://example.com/?a=b",
                new Window(
                        Optional.of(Instant.parse("2025-01-01T00:00:00Z")),
                        Optional.of(Instant.parse("2028-01-01T00:00:00.5Z"))),
                OptionalLong.empty(),
                RedirectStatus.PERMANENT,
                true,
                List.of(rule),
                60);
    }

    public static Redirection limited(long maxVisits) {
        return new Redirection(
                "https://example.com/",
                Window.ALWAYS,
                OptionalLong.of(maxVisits),
                RedirectStatus.FOUND,
                false,
                List.of(),
                0);
    }
}
