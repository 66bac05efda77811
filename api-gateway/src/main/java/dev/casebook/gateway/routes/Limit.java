package dev.casebook.gateway.routes;

import dev.casebook.limiter.client.leases.Fallback;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the rate limiter is asked about a request before a service is.
 *
 * @param domain whose rules hold
 * @param entries of the descriptor, in their order: by its key in the rules, what of the request stands there. A request that lacks one of them is
 *     not limited by it.
 * @param mode how the limiter is asked
 * @param unreachable what becomes of a request while nobody answers
 */
public record Limit(String domain, Map<String, Source> entries, Mode mode, Fallback unreachable) {

    public enum Mode {
        /** Each request is asked about: exact, and a round trip dearer. */
        REMOTE,
        /** Tokens are taken out of the limit in advance, and most requests cost nothing. */
        LEASED
    }

    /** What a request says about itself. */
    public enum Kind {
        /** The route's id. */
        ROUTE,
        /** The subject of the token or of the API key. */
        USER,
        /** The id of the API key. */
        KEY,
        /** The client's address; of IPv6 the network of 64 bits, which one client has as a whole. */
        ADDRESS,
        /** The first value of the header that is named. */
        HEADER,
        /** The first value of the parameter that is named. */
        QUERY,
        /** The text itself: always the same. */
        TEXT;

        boolean isNamed() {
            return this == HEADER || this == QUERY || this == TEXT;
        }
    }

    /** @param name of the header or the parameter, or the text; empty for other kinds */
    public record Source(Kind kind, String name) {}

    /** For people: {@code user of url-shortener}. */
    public String title() {
        return entries.keySet().stream().collect(Collectors.joining(" and ")) + " of " + domain;
    }

    /** In a word or two. */
    public String whileUnreachable() {
        return switch (unreachable) {
            case Fallback.Open _ -> "open";
            case Fallback.Closed _ -> "closed";
            case Fallback.LocalShare share ->
                "%d in %d s".formatted(share.count(), share.period().toSeconds());
        };
    }

    /** As route files and metrics have it. */
    public String modeName() {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
