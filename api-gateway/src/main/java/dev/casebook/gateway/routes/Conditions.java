package dev.casebook.gateway.routes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a request must have besides the path and the method of a route.
 *
 * @param hosts one of them; none means any
 * @param headers a value for each name, or {@link #ANY_VALUE}
 * @param query a value for each parameter, or {@link #ANY_VALUE}
 */
record Conditions(List<HostPattern> hosts, Map<String, String> headers, Map<String, String> query) {

    static final Conditions NONE = new Conditions(List.of(), Map.of(), Map.of());

    static final String ANY_VALUE = "*";

    boolean hold(Asked asked) {
        return (hosts.isEmpty() || isHost(asked.authority()))
                && (headers.isEmpty() || hasHeaders(asked.header()))
                && (query.isEmpty()
                        || asked.target().query().filter(this::hasQuery).isPresent());
    }

    /** What the request has not, in words; empty when all holds. */
    Optional<String> unmet(Asked asked) {
        if (!hosts.isEmpty() && !isHost(asked.authority())) {
            return Optional.of("is for " + hosts.stream().map(HostPattern::text).collect(Collectors.joining(", ")));
        }
        var parameters = QueryParameters.of(asked.target().query().orElse(""));
        return unmet("header", headers, asked.header()).or(() -> unmet("parameter", query, parameters::get));
    }

    private static Optional<String> unmet(String what, Map<String, String> wanted, UnaryOperator<String> given) {
        return wanted.entrySet().stream()
                .filter(each -> !isWanted(each.getValue(), given.apply(each.getKey())))
                .map(each -> "wants the %s %s: %s".formatted(what, each.getKey(), each.getValue()))
                .findFirst();
    }

    private boolean isHost(String authority) {
        for (var host : hosts) {
            if (host.matches(authority)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasHeaders(UnaryOperator<String> given) {
        return headers.entrySet().stream()
                .allMatch(wanted -> isWanted(wanted.getValue(), given.apply(wanted.getKey())));
    }

    private boolean hasQuery(String given) {
        var parameters = QueryParameters.of(given);
        return query.entrySet().stream()
                .allMatch(wanted -> isWanted(wanted.getValue(), parameters.get(wanted.getKey())));
    }

    private static boolean isWanted(String wanted, String value) {
        return value != null && (wanted.equals(ANY_VALUE) || wanted.equals(value));
    }

    /** How closely the host is given, which counts more than the path: 2 by name, 1 by what it is below, 0 not at all. */
    int hostRank() {
        if (hosts.isEmpty()) {
            return 0;
        }
        return hosts.stream().anyMatch(HostPattern::isWildcard) ? 1 : 2;
    }

    /** How much is asked of headers and query, which counts less than the path; headers first. */
    int rest() {
        return (headers.size() << 8) + query.size();
    }

    /** Whether one request can fulfil both. */
    boolean overlap(Conditions other) {
        boolean hostsMeet = hosts.isEmpty()
                || other.hosts.isEmpty()
                || hosts.stream().anyMatch(mine -> other.hosts.stream().anyMatch(mine::overlaps));
        // Of a header or a parameter that is there twice the first counts, so two values exclude each other.
        return hostsMeet && !differ(headers, other.headers) && !differ(query, other.query);
    }

    private static boolean differ(Map<String, String> mine, Map<String, String> others) {
        return mine.entrySet().stream()
                .anyMatch(each -> !isWanted(each.getValue(), others.getOrDefault(each.getKey(), each.getValue()))
                        && !others.get(each.getKey()).equals(ANY_VALUE));
    }
}
