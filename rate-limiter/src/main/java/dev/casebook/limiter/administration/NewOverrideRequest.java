package dev.casebook.limiter.administration;

import dev.casebook.limiter.rules.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The body of a new override.
 *
 * @param descriptor all entries of the descriptor that it is for, in its order
 * @param limit fields as those of a {@code rate_limit}: unit, requests_per_unit, unlimited, algorithm, burst, on_failure
 * @param until the first instant at which it no longer holds; absent: for ever
 */
public record NewOverrideRequest(String domain, List<Entry> descriptor, Map<String, Object> limit, Instant until) {}
