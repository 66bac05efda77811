package dev.casebook.gateway.cache;

import java.time.Duration;

/** What a stored answer is good for, now and for this request (RFC 9111 §4). */
public enum Reuse {
    FRESH,
    /** As it is, but the client says that it does not mind (§5.2.1.2). */
    STALE,
    /** As it is, while somebody asks whether it still holds (RFC 5861 §3). */
    STALE_WHILE_REVALIDATE,
    /** Not before the upstream was asked. */
    ASK;

    private static final long SECOND = 1000;

    public static Reuse of(Stored stored, CacheRequest asked, long now) {
        var request = asked.directives();
        var answer = stored.directives();
        // §5.2.1.4, §5.2.2.4
        if (request.has("no-cache") || answer.hasWhole("no-cache")) {
            return ASK;
        }
        // §5.2.1.1
        var oldest = request.seconds("max-age");
        if (oldest.isPresent() && stored.freshness().age(now) > oldest.getAsLong() * SECOND) {
            return ASK;
        }
        long left = stored.freshness().left(now);
        // §5.2.1.3
        if (left > 0 && left >= request.seconds("min-fresh").orElse(0) * SECOND) {
            return FRESH;
        }
        if (left > 0 || isStaleForbidden(stored) || oldest.isPresent() || request.has("min-fresh")) {
            return ASK;
        }
        if (-left < answer.seconds("stale-while-revalidate").orElse(0) * SECOND) {
            return STALE_WHILE_REVALIDATE;
        }
        return answer.has("s-maxage") || !isStaleWanted(request, -left) ? ASK : STALE;
    }

    /** @param otherwise what holds for answers that do not say it themselves */
    static boolean mayReplaceAnError(Stored stored, CacheRequest asked, long now, Duration otherwise) {
        if (stored.freshness().left(now) > 0) {
            // Validated because the client wanted it so.
            return false;
        }
        if (isStaleForbidden(stored) || asked.directives().has("no-cache")) {
            return false;
        }
        long staleFor = -stored.freshness().left(now);
        var said = stored.directives().seconds("stale-if-error");
        if (said.isPresent()) {
            return staleFor < said.getAsLong() * SECOND;
        }
        return !stored.directives().has("s-maxage") && staleFor < otherwise.toMillis();
    }

    /** §4.2.4. That s-maxage forbids it too (§5.2.2.10) holds unless the answer itself says how long it may be stale. */
    private static boolean isStaleForbidden(Stored stored) {
        var answer = stored.directives();
        return answer.has("must-revalidate") || answer.has("proxy-revalidate") || answer.hasWhole("no-cache");
    }

    private static boolean isStaleWanted(Directives request, long staleFor) {
        return request.hasWhole("max-stale")
                || request.has("max-stale")
                        && staleFor <= request.seconds("max-stale").getAsLong() * SECOND;
    }
}
