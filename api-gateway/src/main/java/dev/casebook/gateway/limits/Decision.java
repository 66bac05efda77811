package dev.casebook.gateway.limits;

import dev.casebook.gateway.routes.Limit;
import java.time.Duration;

/**
 * What became of a request at one limit.
 *
 * @param by who said so
 * @param retryAfter when it is worth trying again; zero when that is not known
 */
record Decision(Limit limit, boolean admitted, By by, Duration retryAfter) {

    enum By {
        LIMITER,
        LEASE,
        /** The limiter is unreachable, and so is what the limit says for that. */
        OPEN,
        CLOSED,
        LOCAL_SHARE;

        boolean isWithoutLimiter() {
            return this != LIMITER && this != LEASE;
        }
    }

    String text() {
        var outcome = admitted
                ? "admitted"
                : retryAfter.isPositive() ? "refused for %d s".formatted(Verdict.seconds(retryAfter)) : "refused";
        var reason =
                switch (by) {
                    case LIMITER -> "by the limiter";
                    case LEASE -> "by what is leased";
                    case OPEN, CLOSED -> "since the limiter is unreachable";
                    case LOCAL_SHARE -> "by what is counted here, since the limiter is unreachable";
                };
        return "%s: %s %s".formatted(limit.title(), outcome, reason);
    }
}
