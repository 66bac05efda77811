package dev.casebook.limiter.current;

import java.time.Instant;

/**
 * The rules of a domain, as administration has them.
 *
 * @param document what a file of rules would hold, in JSON
 * @param version the revision that made it so
 */
public record DomainRules(String domain, String document, long version, Instant updatedAt) {}
