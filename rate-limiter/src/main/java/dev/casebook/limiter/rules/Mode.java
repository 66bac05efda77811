package dev.casebook.limiter.rules;

/** Whose answers are given. */
public enum Mode {
    /** What is refused costs nothing, and several limits are decided all or none. */
    STRICT,
    /** Those of envoyproxy/ratelimit, for fixed windows; COMPAT.md has what differs even so. */
    COMPAT
}
