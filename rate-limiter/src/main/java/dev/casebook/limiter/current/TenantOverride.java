package dev.casebook.limiter.current;

import dev.casebook.limiter.rules.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A limit for exactly one descriptor, as administration has it.
 *
 * @param limit fields as those of a {@code rate_limit}, in JSON
 * @param until the first instant at which it no longer holds; absent: for ever
 * @param version the revision that made it so
 */
public record TenantOverride(
        UUID id,
        String domain,
        List<Entry> descriptor,
        String limit,
        Optional<Instant> until,
        long version,
        Instant updatedAt) {

    public TenantOverride {
        descriptor = List.copyOf(descriptor);
    }

    boolean isOfSameDescriptor(TenantOverride other) {
        return domain.equals(other.domain) && descriptor.equals(other.descriptor);
    }

    boolean overBefore(Instant instant) {
        return until.filter(end -> end.isBefore(instant)).isPresent();
    }
}
