package dev.casebook.gateway.limits;

import dev.casebook.chassis.web.Problem;
import dev.casebook.gateway.answers.OwnResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Whether a request may proceed.
 *
 * @param headers for the answer, whoever gives it
 */
public record Verdict(Map<String, String> headers, List<Decision> decisions) {

    private static final String RETRY_AFTER = "Retry-After";
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    static final Verdict UNLIMITED = new Verdict(Map.of(), List.of());

    /** What the client is told instead, when the request may not proceed. */
    public Optional<OwnResponse> refusal() {
        for (var decision : decisions) {
            if (!decision.admitted()) {
                return Optional.of(refusal(decision));
            }
        }
        return Optional.empty();
    }

    private OwnResponse refusal(Decision decision) {
        // Not the client's fault, and nobody has counted: nothing was used up.
        var problem = decision.by() == Decision.By.CLOSED
                ? Problem.of(503, "limiter-unavailable", "The rate limiter cannot be asked")
                        .detail("The request was not passed on; it is safe to repeat it.")
                : Problem.of(429, "rate-limited", "Too many requests")
                        .detail("The limit by %s is used up."
                                .formatted(decision.limit().title()));
        return OwnResponse.of(problem).header(RETRY_AFTER, Long.toString(retryAfter()));
    }

    /** In seconds, of whatever takes longest; waiting so long is enough if nobody else comes. */
    private long retryAfter() {
        return seconds(decisions.stream()
                .filter(decision -> !decision.admitted())
                .map(Decision::retryAfter)
                .reduce(SHORTEST, (one, other) -> one.compareTo(other) < 0 ? other : one));
    }

    /** One text for each limit, for a person who wants to know why. */
    public List<String> texts() {
        return decisions.stream().map(Decision::text).toList();
    }

    /** Rounded up. */
    static long seconds(Duration time) {
        return time.plusNanos(TimeUnit.SECONDS.toNanos(1) - 1).toSeconds();
    }
}
