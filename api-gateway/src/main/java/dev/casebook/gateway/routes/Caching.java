package dev.casebook.gateway.routes;

import java.time.Duration;

/**
 * How answers of a route are stored.
 *
 * @param maxEntry in bytes; an answer with a longer body is passed on and not stored
 * @param heuristic the longest time for which an answer is taken for fresh that says only when it was last changed; zero for never
 * @param staleIfError for how long a stale answer may replace an error, when it does not say so itself; zero for never
 * @param patience how long a request waits for the answer to another one for the same
 */
public record Caching(long maxEntry, Duration heuristic, Duration staleIfError, Duration patience) {}
