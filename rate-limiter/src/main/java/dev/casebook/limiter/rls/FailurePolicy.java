package dev.casebook.limiter.rls;

import dev.casebook.limiter.algorithms.Decision;
import dev.casebook.limiter.rules.OnFailure;
import dev.casebook.limiter.store.Request;
import dev.casebook.limiter.store.Verdict;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What the rules decide when the store does not. */
@Singleton
final class FailurePolicy {

    /** That nobody counted, so it says nothing of what remains. */
    static final Decision OPEN = new Decision(true, 0, 0, 0, 0);

    private final Clock clock;
    private final LocalShare share;
    private final Decision closed;

    FailurePolicy(FailureSettings settings, Clock clock) {
        this.clock = clock;
        this.share = new LocalShare(settings.instances(), settings.maxCounters());
        long wait = settings.retryAfter().toNanos() / 1_000;
        this.closed = new Decision(false, 0, 0, wait, wait);
    }

    /**
     * Empty when a rule that may refuse says that the call fails.
     *
     * @param request what the store was asked
     * @param asked of which those that count are the demands of the request, in their order
     */
    Optional<Verdict> decide(Request request, List<Subject> asked) {
        var counted = asked.stream().filter(Subject::counts).toList();
        if (counted.stream().anyMatch(subject -> policy(subject) == OnFailure.ERROR)) {
            return Optional.empty();
        }
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        return Optional.of(share.decide(request, counted, now, subject -> switch (policy(subject)) {
            case CLOSED -> Optional.of(closed);
            case LOCAL_SHARE -> Optional.empty();
            case OPEN, ERROR -> Optional.of(OPEN);
        }));
    }

    /** A shadow refuses nothing, so nothing depends on it. */
    private static OnFailure policy(Subject subject) {
        var policy = subject.match().orElseThrow().limit().onFailure();
        return policy == OnFailure.ERROR && subject.shadow() ? OnFailure.OPEN : policy;
    }
}
