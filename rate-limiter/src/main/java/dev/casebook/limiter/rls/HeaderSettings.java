package dev.casebook.limiter.rls;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** What callers are told in headers: in {@code response_headers_to_add} over gRPC, which Envoy passes on, and as headers over HTTP. */
@ConfigMapping(prefix = "casebook.limiter.headers")
interface HeaderSettings {

    /** Families of fields. Unless set, {@code ietf} and {@code x-ratelimit}, but none in the mode {@code compat}. */
    Optional<Set<Family>> families();

    /** A family of fields. */
    enum Family {
        /** {@code RateLimit-Policy} and {@code RateLimit}: draft-ietf-httpapi-ratelimit-headers-10. */
        IETF,
        /** {@code X-RateLimit-Limit}, {@code -Remaining} and {@code -Reset}, of the limit that leaves least. */
        X_RATELIMIT,
        /** {@code RateLimit-Limit}, {@code -Remaining} and {@code -Reset}, as the draft had them until its version 6 and envoyproxy/ratelimit has. */
        RATELIMIT
    }
}
