package dev.casebook.gateway.proxy;

/**
 * What became of the requests of one route since the gateway started.
 *
 * @param failures of these: answered with 5xx, or cut off
 * @param millis that all took together
 */
public record Totals(long requests, long failures, double millis) {

    public static final Totals NONE = new Totals(0, 0, 0);

    Totals plus(Totals other) {
        return new Totals(requests + other.requests, failures + other.failures, millis + other.millis);
    }

    /** Since an earlier moment. A route that has got another service since then has begun anew, and is taken as it is. */
    public Totals since(Totals before) {
        return requests < before.requests
                ? this
                : new Totals(requests - before.requests, failures - before.failures, millis - before.millis);
    }
}
