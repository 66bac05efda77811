package dev.casebook.gateway.cache;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;

/**
 * A GET or HEAD, as far as a cache looks at it.
 *
 * @param route answers of one route are never given to requests of another: another service may have made them
 * @param headers as the client sent them; they must not change
 */
public record CacheRequest(CacheKey key, String route, boolean head, MultiMap headers, Directives directives) {

    private static final List<String> CREDENTIALS = List.of("authorization", "cookie", "x-api-key");
    private static final List<String> CONDITIONS =
            List.of("if-none-match", "if-modified-since", "if-match", "if-unmodified-since", "if-range", "range");

    public static CacheRequest of(CacheKey key, String route, boolean head, MultiMap headers) {
        return new CacheRequest(key, route, head, headers, Directives.of(headers.getAll("cache-control")));
    }

    /** The first value of a field. */
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Whether it says who asks. RFC 9111 §3.5 knows Authorization alone; what is behind a cookie or a key is as private. */
    boolean hasCredentials() {
        return CREDENTIALS.stream().anyMatch(headers::contains);
    }

    /** The same for GET: what HEAD tells about. */
    public CacheRequest whole() {
        return new CacheRequest(key, route, false, headers, directives);
    }

    /** Whether it wants less than the whole. */
    public boolean isConditional() {
        return CONDITIONS.stream().anyMatch(headers::contains);
    }

    /** Makes a request whose answer is the whole, or 304 to the cache's own conditions. */
    static void removeConditions(MultiMap headers) {
        CONDITIONS.forEach(headers::remove);
    }
}
