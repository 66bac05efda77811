package dev.casebook.limiter.administration;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Who changed what.
 *
 * @param override absent when rules were changed
 * @param before JSON; absent when there was none
 * @param after JSON; absent when there is none
 */
record AuditedChange(
        long revision,
        Instant at,
        String by,
        Kind kind,
        Action action,
        String domain,
        Optional<UUID> override,
        Optional<String> before,
        Optional<String> after) {

    enum Kind {
        RULES,
        OVERRIDE
    }

    enum Action {
        CREATED,
        REPLACED,
        REMOVED
    }
}
