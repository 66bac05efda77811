package dev.casebook.shortener.rules;

import java.time.Instant;
import java.util.Optional;

/**
 * When a link redirects.
 *
 * @param from its first instant; empty: since ever
 * @param until the first instant at which it no longer does; empty: for ever
 */
public record Window(Optional<Instant> from, Optional<Instant> until) {

    public static final Window ALWAYS = new Window(Optional.empty(), Optional.empty());

    public Window {
        requireStorable(from, "validFrom");
        requireStorable(until, "validUntil");
        if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
            throw new BrokenRuleException("window-empty", "validUntil", "The link must end after it begins");
        }
    }

    private static void requireStorable(Optional<Instant> instant, String field) {
        if (instant.isPresent() && !Storable.isStorable(instant.get())) {
            throw new BrokenRuleException("instant-range", field, "The year must be from 1970 to 9999");
        }
    }

    public boolean contains(Instant now) {
        return !isBefore(now) && !isAfter(now);
    }

    boolean isBefore(Instant now) {
        return until.isPresent() && !now.isBefore(until.get());
    }

    boolean isAfter(Instant now) {
        return from.isPresent() && now.isBefore(from.get());
    }
}
