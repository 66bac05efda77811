package dev.casebook.limiter.rls;

/** What decided. */
enum Source {
    /** Nothing had to be counted. */
    RULES,
    /** Redis. */
    STORE,
    /** What is remembered of counters that refused lately. */
    MEMORY,
    /** What the rules say for when the store does not answer. */
    FAILURE_POLICY
}
