package dev.casebook.gateway.routes;

import java.time.Duration;
import java.util.Optional;

/** Reads how a route stores answers. */
final class CacheFields {

    private static final long DEFAULT_MAX_ENTRY = 1 << 20;
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(5);

    private final Fields fields;
    private final Match match;

    CacheFields(Fields fields, Match match) {
        this.fields = fields;
        this.match = match;
    }

    /** @return empty when the route says nothing of it: then nothing is stored */
    Optional<Caching> read() {
        var inner = fields.object("cache");
        if (inner.isEmpty()) {
            return Optional.empty();
        }
        inner.get().only("maxEntry", "heuristic", "staleIfError", "wait");
        if (!match.methods().contains("GET")) {
            fields.mistake("cache", "needs the method GET");
        }
        long maxEntry = inner.get().size("maxEntry", DEFAULT_MAX_ENTRY);
        if (maxEntry > Integer.MAX_VALUE) {
            inner.get().mistake("maxEntry", "is more than one stored answer can have, 2147483647 bytes");
        }
        return Optional.of(new Caching(
                maxEntry,
                inner.get().duration("heuristic", Duration.ZERO),
                inner.get().duration("staleIfError", Duration.ZERO),
                inner.get().duration("wait", DEFAULT_WAIT)));
    }
}
