package dev.casebook.gateway.routes;

import java.util.List;
import java.util.Optional;

/**
 * Why a request did not go to a route whose path it has. Looks at all routes, one after the other, for those who ask; requests are routed by
 * {@link RouteTable#find}.
 *
 * @param route its id
 */
public record PassedOver(String route, String reason) {

    /**
     * @param taken the route that got the request; empty when none did
     * @return the others, in the order of the files
     */
    public static List<PassedOver> among(RouteTable table, Asked asked, Optional<Route> taken) {
        return table.routes().stream()
                .filter(route -> taken.isEmpty() || route != taken.get())
                .filter(route -> route.match().path().matches(asked.target().path()))
                .map(route -> new PassedOver(route.id(), reason(route.match(), asked, taken.map(Route::match))))
                .toList();
    }

    private static String reason(Match match, Asked asked, Optional<Match> taken) {
        if (!match.methods().contains(asked.method())) {
            return "takes no " + asked.method();
        }
        return match.conditions().unmet(asked).orElseGet(() -> lost(match, taken.orElseThrow()));
    }

    private static String lost(Match match, Match taken) {
        if (match.priority() < taken.priority()) {
            return "has the priority %d, not %d".formatted(match.priority(), taken.priority());
        }
        if (match.level() < taken.level()) {
            return "names the host less closely";
        }
        if (match.weight().isPresent()
                && match.path().segments().equals(taken.path().segments())
                && match.conditions().equals(taken.conditions())) {
            return "was not drawn, its weight is " + match.weight().getAsInt();
        }
        return match.path().segments().equals(taken.path().segments())
                        && match.path().open() == taken.path().open()
                ? "asks for less in headers and query"
                : "names the path less closely";
    }
}
