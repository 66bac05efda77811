package dev.casebook.gateway.routes;

import java.util.Locale;

/**
 * How many requests of a route may be under way at one time, counted in each gateway.
 *
 * @param by whose requests count together. A request that lacks it is not limited by it.
 */
public record Concurrency(int most, By by) {

    static final int LARGEST = 1_000_000;

    public enum By {
        /** All of the route. */
        ROUTE("of this route"),
        /** The subject of the token or of the API key. */
        USER("of a user"),
        /** The id of the API key. */
        KEY("of an API key"),
        /** The client's address; of IPv6 the network of 64 bits, which one client has as a whole. */
        ADDRESS("of an address");

        private final String whose;

        By(String whose) {
            this.whose = whose;
        }
    }

    public Concurrency {
        if (most < 1 || most > LARGEST) {
            throw new IllegalArgumentException("%d requests are not within 1 to %d".formatted(most, LARGEST));
        }
    }

    /** For people: {@code At most 20 requests of a user at one time}. */
    public String title() {
        return "At most %d %s %s at one time".formatted(most, most == 1 ? "request" : "requests", by.whose);
    }

    /** As route files and metrics have it. */
    public String byName() {
        return by.name().toLowerCase(Locale.ROOT);
    }
}
