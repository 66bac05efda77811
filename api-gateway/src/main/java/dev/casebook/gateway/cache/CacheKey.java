package dev.casebook.gateway.cache;

/**
 * What an answer is stored under: the URI that was asked for (RFC 9111 §2). The method is always GET, whose answers serve HEAD too. The route
 * is not in it, so that a write through one route makes what another has stored invalid.
 *
 * @param scheme as the upstream is told
 * @param host as the upstream is told by X-Forwarded-Host; it may differ from the authority behind a proxy of ours
 * @param target the normal form of the path, and the query
 */
public record CacheKey(String scheme, String authority, String host, String target) {

    private static final int OVERHEAD = 128;

    int bytes() {
        return OVERHEAD + scheme.length() + authority.length() + host.length() + target.length();
    }

    /** Of the same origin. */
    public CacheKey at(String otherTarget) {
        return new CacheKey(scheme, authority, host, otherTarget);
    }
}
