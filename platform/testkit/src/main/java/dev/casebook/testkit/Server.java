package dev.casebook.testkit;

/** The servers that a test can have. */
public enum Server {
    POSTGRESQL,
    KAFKA,
    REDIS_CACHE,
    REDIS_STATE
}
