package dev.casebook.gateway.cache;

import io.vertx.core.MultiMap;
import java.util.Set;

/** Whether a shared cache may store an answer to a GET (RFC 9111 §3). */
final class Storability {

    /** Whose meaning is known here; for others must-understand forbids what it else would allow (§5.2.2.3). */
    private static final Set<Integer> UNDERSTOOD = Set.of(
            200, 203, 204, 300, 301, 302, 303, 307, 308, 400, 403, 404, 405, 410, 414, 429, 500, 501, 502, 503, 504);

    /** RFC 9110 §15.1: fresh for a while although they do not say how long. */
    private static final Set<Integer> HEURISTIC = Set.of(200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501);

    private static final Set<String> OF_EACH_REQUEST = Set.of(
            "*",
            "forwarded",
            "x-forwarded-for",
            "x-request-id",
            "traceparent",
            "tracestate",
            "x-envoy-expected-rq-timeout-ms");

    private Storability() {}

    static boolean isStorable(CacheRequest asked, int status, MultiMap headers, Directives answer) {
        return isFinal(status)
                && !asked.directives().has("no-store")
                && !isForbidden(status, answer)
                && !answer.hasWhole("private")
                && isAnonymous(asked, answer)
                && !isCookieSet(headers, answer)
                && !variesByEverything(headers)
                && isWorthStoring(status, headers, answer);
    }

    /** A part (206) is not stored, and 304 is about what is stored already. */
    private static boolean isFinal(int status) {
        return status >= 200 && status != 206 && status != 304;
    }

    private static boolean isForbidden(int status, Directives answer) {
        if (answer.has("must-understand")) {
            return !UNDERSTOOD.contains(status);
        }
        return answer.has("no-store");
    }

    /** §3.5: an answer to somebody known is stored only when its sender says that it is for all. */
    private static boolean isAnonymous(CacheRequest asked, Directives answer) {
        return !asked.hasCredentials()
                || answer.has("public")
                || answer.has("s-maxage")
                || answer.has("must-revalidate");
    }

    /** Stricter than RFC 9111 §7.3: a cookie is for one client, unless the sender says that only the field is (§5.2.2.4, §5.2.2.7). */
    private static boolean isCookieSet(MultiMap headers, Directives answer) {
        return headers.contains("set-cookie") && !isCookieLeftOut(answer);
    }

    private static boolean isCookieLeftOut(Directives answer) {
        return answer.fields("private").contains("set-cookie")
                || answer.fields("no-cache").contains("set-cookie");
    }

    /** §4.1: then no later request can be known to match. What the gateway itself tells of each request is another one each time. */
    private static boolean variesByEverything(MultiMap headers) {
        return Selection.names(headers).stream().anyMatch(OF_EACH_REQUEST::contains);
    }

    private static boolean isWorthStoring(int status, MultiMap headers, Directives answer) {
        return answer.has("public")
                || answer.has("s-maxage")
                || answer.has("max-age")
                || headers.contains("expires")
                || HEURISTIC.contains(status);
    }

    /** Whether its age may say how long it is fresh (§4.2.2). */
    static boolean isHeuristic(int status, Directives answer) {
        return HEURISTIC.contains(status) || answer.has("public");
    }
}
