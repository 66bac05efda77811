package dev.casebook.limiter.store;

import dev.casebook.limiter.store.Demand.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Demands that are met all or none: unless each that is required is admitted, and one of the quotas if there are any, nothing is charged.
 *
 * @param domain whose keys lie together, in one slot of a Redis Cluster
 * @param reservation of what is charged, if it is; then each demand costs the same
 */
public record Request(String domain, List<Demand> demands, Optional<Wanted> reservation) {

    /**
     * That what is charged can be settled later.
     *
     * @param lives until then, at least a millisecond
     */
    public record Wanted(ReservationId id, Duration lives) {}

    public Request(String domain, List<Demand> demands) {
        this(domain, demands, Optional.empty());
    }

    public Request {
        demands = List.copyOf(demands);
        if (demands.isEmpty()) {
            throw new IllegalArgumentException("nothing is demanded of domain " + domain);
        }
    }

    /** @param admitted whether the limit of the demand at this place admits it */
    public boolean admitted(IntPredicate admitted) {
        return Role.admits(demands.stream().map(Demand::role).toList(), admitted);
    }
}
