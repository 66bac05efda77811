package dev.casebook.gateway.limits;

import dev.casebook.gateway.routes.Concurrency;
import dev.casebook.gateway.routes.Concurrency.By;

/**
 * What became of a request at one limit of requests at one time.
 *
 * @param others how many requests were under way besides
 */
record Place(Concurrency limit, Counted counted, int others, boolean taken) {

    /**
     * Whose requests count together. How many there may be is no part of it, so that a limit that changes goes on from what there is.
     *
     * @param value bounded in length
     */
    record Counted(String route, By by, String value) {}

    String text() {
        return "%s: %s with %d in flight".formatted(limit.title(), taken ? "admitted" : "refused", others);
    }
}
