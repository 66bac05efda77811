package dev.casebook.limiter.rules;

/**
 * The limit that holds for a descriptor.
 *
 * @param key whose hits are counted. No two lists of entries share one by accident, whatever characters their keys and values have.
 */
public record Match(Limit limit, String key) {}
