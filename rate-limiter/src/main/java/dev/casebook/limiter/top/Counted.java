package dev.casebook.limiter.top;

/**
 * How often something came, as a sketch has it.
 *
 * @param count never less than it came
 * @param error by how much it may be too high, at most
 */
public record Counted<K>(K key, long count, long error) {}
