package dev.casebook.limiter.rules;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of a request while the store cannot be asked. */
public enum OnFailure {
    /** The call fails, and the caller decides. */
    ERROR,
    /** It passes. */
    OPEN,
    /** It is refused. */
    CLOSED,
    /** Each instance counts by itself, up to its part of the limit. */
    LOCAL_SHARE;

    static Optional<OnFailure> of(String name) {
        return Arrays.stream(values())
                .filter(policy -> policy.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }
}
