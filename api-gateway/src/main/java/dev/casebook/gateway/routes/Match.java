package dev.casebook.gateway.routes;

import java.util.OptionalInt;
import java.util.Set;

/**
 * Which requests a route is for.
 *
 * @param methods in upper case
 * @param priority of two routes that match a request, the one with the higher priority gets it
 * @param weight its share among routes that match the very same requests and have a weight too
 */
public record Match(PathPattern path, Set<String> methods, Conditions conditions, int priority, OptionalInt weight) {

    /** Several host ranks fit below one priority. */
    private static final int HOST_RANKS = 4;

    /** What counts more than the path: the priority, then the host. */
    int level() {
        return priority * HOST_RANKS + conditions.hostRank();
    }
}
