package dev.casebook.gateway.cache;

import java.util.Optional;

/** What a Cache-Status field says of this cache (RFC 9211). */
public final class CacheStatus {

    public static final String NAME = "Cache-Status";

    private static final String US = "casebook";

    private CacheStatus() {}

    /** @param collapsed whether it waited for the answer to another request */
    public static String hit(Stored stored, long now, boolean collapsed) {
        return US + "; hit; ttl=" + seconds(stored.freshness().left(now)) + (collapsed ? "; collapsed" : "");
    }

    /** @param status what the upstream answered; empty when it did not */
    public static String staleHit(Stored stored, long now, Optional<Integer> status) {
        return US + "; hit; ttl=" + seconds(stored.freshness().left(now)) + "; fwd=stale" + answered(status);
    }

    /** @param reason a token of RFC 9211 §2.2 */
    public static String forwarded(String reason, boolean stored) {
        return US + "; fwd=" + reason + (stored ? "; stored" : "");
    }

    private static String answered(Optional<Integer> status) {
        return status.map(code -> "; fwd-status=" + code).orElse("");
    }

    private static long seconds(long millis) {
        return Math.floorDiv(millis, 1000);
    }
}
