package dev.casebook.gateway.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Routes for the very same requests: one, or several that share them by weight. */
final class Choice {

    private final List<Route> routes = new ArrayList<>();
    private int weights;

    Choice(Route first) {
        join(first);
    }

    private void join(Route route) {
        routes.add(route);
        weights += route.match().weight().orElse(0);
    }

    Match match() {
        return routes.getFirst().match();
    }

    Route pick(RandomGenerator random) {
        if (routes.size() == 1) {
            return routes.getFirst();
        }
        int drawn = random.nextInt(weights);
        int i = 0;
        while (drawn >= routes.get(i).match().weight().getAsInt()) {
            drawn -= routes.get(i++).match().weight().getAsInt();
        }
        return routes.get(i);
    }

    /** @return whether the route is for the same requests as these, and shares them from now on */
    boolean shares(Route route) {
        boolean same = match().weight().isPresent()
                && route.match().weight().isPresent()
                && match().level() == route.match().level()
                && match().conditions().equals(route.match().conditions());
        if (same) {
            join(route);
        }
        return same;
    }

    /** @throws IllegalArgumentException when a request could be for both, and nothing says whose it is */
    void check(Route route, String method) {
        var mine = match().conditions();
        var others = route.match().conditions();
        if (match().level() == route.match().level() && mine.rest() == others.rest() && mine.overlap(others)) {
            throw new IllegalArgumentException("routes %s and %s both claim %s %s; a priority would say whose it is"
                    .formatted(
                            routes.getFirst().id(),
                            route.id(),
                            method,
                            route.match().path().text()));
        }
    }

    void checkWeights() {
        if (routes.size() > 1 && weights == 0) {
            throw new IllegalArgumentException("routes %s all have the weight 0"
                    .formatted(String.join(", ", routes.stream().map(Route::id).toList())));
        }
    }
}
