package dev.casebook.gateway.limits;

import dev.casebook.gateway.limits.Place.Counted;
import dev.casebook.gateway.routes.Concurrency;
import dev.casebook.gateway.routes.Concurrency.By;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many requests are under way, by what routes limit them by. Nothing is kept of whoever has nothing under way, so what bounds requests in
 * flight bounds this too.
 */
@Singleton
public final class InFlight {

    private final ConcurrentHashMap<Counted, Integer> counts = new ConcurrentHashMap<>();
    private final ConcurrencyMeters meters;

    InFlight(ConcurrencyMeters meters) {
        this.meters = meters;
    }

    /** Takes a place at each of the limits that the request has a value for, or at none. */
    public Places enter(String route, List<Concurrency> limits, Limited request) {
        var taken = new ArrayList<Place>(limits.size());
        for (var limit : limits) {
            var value = value(limit.by(), route, request);
            if (value.isEmpty() || value.get().isEmpty()) {
                continue;
            }
            var place = take(limit, new Counted(route, limit.by(), value.get()));
            if (!place.taken()) {
                taken.forEach(this::leave);
                meters.refused(route, limit);
                return new Places(List.of(), Optional.of(place));
            }
            taken.add(place);
        }
        return new Places(taken, Optional.empty());
    }

    private static Optional<String> value(By by, String route, Limited request) {
        return switch (by) {
            case ROUTE -> Optional.of(route);
            case USER -> request.user().map(Descriptor::bounded);
            case KEY -> request.key();
            case ADDRESS -> Optional.of(Network.of(request.address()));
        };
    }

    /** Who is refused here is not counted here, not for a moment: others could be refused because of it. */
    private Place take(Concurrency limit, Counted counted) {
        while (true) {
            var others = counts.putIfAbsent(counted, 1);
            if (others == null) {
                return new Place(limit, counted, 0, true);
            }
            if (others >= limit.most()) {
                return new Place(limit, counted, others, false);
            }
            if (counts.replace(counted, others, others + 1)) {
                return new Place(limit, counted, others, true);
            }
        }
    }

    /** Gives back what was taken; once. */
    public void leave(Places places) {
        places.taken().forEach(this::leave);
    }

    private void leave(Place place) {
        counts.computeIfPresent(place.counted(), (_, now) -> now == 1 ? null : now - 1);
    }

    /** Of whoever has most under way by one limit of a route, how many. */
    public int ofBusiest(String route, Concurrency limit) {
        return counts.entrySet().stream()
                .filter(each ->
                        each.getKey().route().equals(route) && each.getKey().by() == limit.by())
                .mapToInt(Map.Entry::getValue)
                .max()
                .orElse(0);
    }

    /** How many one limit of a route has refused so far. */
    public long refusals(String route, Concurrency limit) {
        return meters.refusals(route, limit);
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }
}
