package dev.casebook.limiter.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.casebook.limiter.algorithms.Decision;
import dev.casebook.limiter.algorithms.Terms;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Counters that refused, until the instant at which they no longer do: who storms a limit costs no command. That is never too long, since what is
 * refused is admitted exactly after the wait that it was told, and hits of others only make it later, save where hits are given back; counted from when the question was asked, the
 * earliest instant at which Redis can have decided.
 */
@Singleton
final class Refusals {

    /** Not a refusal, but that those of before do not count. */
    private static final Decision RETURNED = new Decision(true, 0, 0, 0, 0);

    private static final Terms NONE = new Terms("", 0, 0, 0, 0);

    private final Cache<String, Refusal> refusals;
    private final Duration atMost;

    /**
     * @param now microseconds, by the clock of Redis
     * @param asked when this instance asked, by {@link System#nanoTime}
     * @param answered when it knew
     */
    private record Refusal(Terms terms, long cost, Decision decision, long now, long asked, long answered) {

        boolean holds(long nanos, Duration atMost) {
            long elapsed = nanos - asked;
            return decision != RETURNED
                    && elapsed < atMost.toNanos()
                    && Math.ceilDiv(elapsed, 1_000) < decision.retryAfter();
        }

        Decision decision(long nanos) {
            long elapsed = elapsed(nanos);
            return new Decision(
                    false,
                    0,
                    decision.remaining(),
                    decision.retryAfter() - elapsed,
                    Math.max(0, decision.resetAfter() - elapsed));
        }

        /** Counted from the answer: a wait that is told must be long enough. */
        long elapsed(long nanos) {
            return (nanos - answered) / 1_000;
        }
    }

    @Inject
    Refusals(StoreSettings settings) {
        this(settings.maxRemembered(), settings.rememberedAtMost());
    }

    Refusals(int most, Duration atMost) {
        this.refusals =
                Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
        this.atMost = atMost;
    }

    /** The verdict, if each limit of the request is known to refuse. Where one is not, the store has to say how that one stands. */
    Optional<Verdict> verdict(Request request, long nanos) {
        if (refusals.asMap().isEmpty()) {
            return Optional.empty();
        }
        var decisions = new ArrayList<Decision>();
        long now = 0;
        for (var demand : request.demands()) {
            var name = LimitScript.name(request.domain(), demand);
            var refusal = refusals.getIfPresent(name);
            // More would be refused too, but be told too short a wait; and under another count, who knows.
            if (refusal == null
                    || demand.cost() != refusal.cost()
                    || !demand.terms().equals(refusal.terms())) {
                return Optional.empty();
            }
            if (!refusal.holds(nanos, atMost)) {
                forgetUnlessReturned(name, refusal);
                return Optional.empty();
            }
            decisions.add(refusal.decision(nanos));
            now = Math.max(now, refusal.now() + refusal.elapsed(nanos));
        }
        return Optional.of(new Verdict(now, request.admitted(_ -> false), true, List.copyOf(decisions)));
    }

    void learn(Request request, Verdict verdict, long asked, long answered) {
        var names = request.demands().stream()
                .map(demand -> LimitScript.name(request.domain(), demand))
                .toList();
        for (int i = 0; i < names.size(); i++) {
            var decision = verdict.decisions().get(i);
            var demand = request.demands().get(i);
            boolean waits = !decision.admitted() && decision.retryAfter() != Decision.NEVER;
            // Where refusals count, Redis has to hear of each.
            if (waits && !demand.terms().countsRefused() && isOnce(names, i)) {
                var refusal = new Refusal(demand.terms(), demand.cost(), decision, verdict.now(), asked, answered);
                refusals.asMap().merge(names.get(i), refusal, Refusals::newer);
            }
        }
    }

    /** What is named again is refused beside hits of the same request, which were not charged when that was refused. */
    private static boolean isOnce(List<String> names, int i) {
        var name = names.get(i);
        return names.indexOf(name) == i && names.lastIndexOf(name) == i;
    }

    /** Of a counter that was given hits back: what was refused before says nothing any more, also when it is heard of only afterwards. */
    void forget(String name, long now) {
        long nanos = System.nanoTime();
        refusals.put(name, new Refusal(NONE, 0, RETURNED, now, nanos, nanos));
    }

    private static Refusal newer(Refusal known, Refusal fresh) {
        return known.decision() == RETURNED && fresh.now() <= known.now() ? known : fresh;
    }

    private void forgetUnlessReturned(String name, Refusal refusal) {
        if (refusal.decision() != RETURNED) {
            refusals.asMap().remove(name, refusal);
        }
    }
}
