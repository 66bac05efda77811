package dev.casebook.limiter.rls;

import dev.casebook.chassis.web.Problem;
import dev.casebook.chassis.web.ProblemException;
import java.time.Duration;

/** How long something lives, as callers ask for it. */
final class Ttl {

    private Ttl() {}

    /**
     * @param seconds null when the caller does not say
     * @throws ProblemException 400 with this type and title, unless it is a second to the longest
     */
    static Duration of(Long seconds, Duration otherwise, Duration longest, String type, String title) {
        if (seconds == null) {
            return otherwise;
        }
        if (seconds < 1 || seconds > longest.toSeconds()) {
            throw new ProblemException(Problem.of(400, type, title)
                    .error("ttl", "must be 1 to %d seconds".formatted(longest.toSeconds())));
        }
        return Duration.ofSeconds(seconds);
    }
}
