package dev.casebook.limiter.leases;

import dev.casebook.limiter.algorithms.Algorithm;
import dev.casebook.limiter.algorithms.Decision;
import dev.casebook.limiter.leases.Assignment.Denial;
import dev.casebook.limiter.leases.Assignment.Open;
import dev.casebook.limiter.leases.Assignment.Tokens;
import dev.casebook.limiter.rls.Charge;
import dev.casebook.limiter.rls.Counters;
import dev.casebook.limiter.rls.StoreAwayException;
import dev.casebook.limiter.rules.Limit;
import dev.casebook.limiter.rules.Match;
import dev.casebook.limiter.rules.OnFailure;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Charges leases to the counters that requests are charged to. */
@Singleton
final class Assigner {

    private final Counters counters;
    private final LeaseSettings settings;
    private final LeaseMetrics metrics;

    /** @param cost that was charged, if it was admitted */
    private record Attempt(Charge charge, long cost) {

        boolean admitted() {
            return charge.decision().admitted();
        }
    }

    Assigner(Counters counters, LeaseSettings settings, LeaseMetrics metrics) {
        this.counters = counters;
        this.settings = settings;
        this.metrics = metrics;
    }

    /**
     * Never blocks. Empty when the assignment of before still does.
     *
     * @param lease of this bucket; nobody else uses it until the answer is there
     */
    CompletionStage<Optional<Assignment>> answer(String domain, Usage usage, Lease lease) {
        long now = System.nanoTime();
        var match = counters.find(domain, usage.bucket());
        long most = match.map(found -> most(found.limit())).orElse(1L);
        lease.report(usage.allowed(), usage.denied(), most);
        if (lease.holds(now, usage.denied())) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        return match.filter(
                        found -> !found.limit().unlimited() && !found.limit().shadow())
                .map(found -> limited(domain, found, most, lease, now))
                .orElseGet(() -> CompletableFuture.completedStage(open(lease, now, settings.timeToLive())))
                .thenApply(assignment -> {
                    metrics.assigned(assignment);
                    return Optional.of(assignment);
                })
                .exceptionally(Assigner::unsaid);
    }

    private CompletionStage<Assignment> limited(String domain, Match match, long most, Lease lease, long now) {
        if (match.limit().meter().isEmpty()) {
            return CompletableFuture.completedStage(deny(lease, now, timeToLive(match.limit())));
        }
        long wanted = lease.wanted(now, settings.covers().toNanos(), most);
        if (wanted == 0) {
            return CompletableFuture.completedStage(assign(lease, 0, now, timeToLive(match.limit())));
        }
        return charge(domain, match, wanted, lease.least())
                .thenApply(attempt -> assignment(match.limit(), attempt, lease, now));
    }

    /** All, or what there is, or as little as is of any use; the last tells exactly when that will be there. */
    private CompletionStage<Attempt> charge(String domain, Match match, long wanted, long least) {
        return attempt(domain, match, wanted).thenCompose(all -> {
            if (all.admitted() || wanted == least) {
                return CompletableFuture.completedStage(all);
            }
            long rest = Math.max(least, all.charge().decision().remaining());
            return attempt(domain, match, rest)
                    .thenCompose(some -> some.admitted() || rest == least
                            ? CompletableFuture.completedStage(some)
                            : attempt(domain, match, least));
        });
    }

    private CompletionStage<Attempt> attempt(String domain, Match match, long cost) {
        return counters.charge(domain, match, cost).thenApply(charge -> new Attempt(charge, cost));
    }

    private Assignment assignment(Limit limit, Attempt attempt, Lease lease, long now) {
        var charge = attempt.charge();
        var lifetime = charge.counted() ? timeToLive(limit) : settings.whileAway();
        if (attempt.admitted() && !charge.counted() && limit.onFailure() == OnFailure.OPEN) {
            return open(lease, now, lifetime);
        }
        if (attempt.admitted()) {
            metrics.charged(attempt.cost());
            return assign(lease, attempt.cost(), now, lifetime);
        }
        return lease.empty() ? deny(lease, now, wait(charge, lifetime)) : assign(lease, 0, now, lifetime);
    }

    /** The rule leaves it to the caller, which hears nothing: it keeps what it holds, and then does what it does without an assignment. */
    private static Optional<Assignment> unsaid(Throwable failure) {
        if (failure instanceof StoreAwayException || failure.getCause() instanceof StoreAwayException) {
            return Optional.empty();
        }
        throw new CompletionException(failure);
    }

    private static Assignment assign(Lease lease, long charged, long now, Duration lifetime) {
        return new Tokens(lease.assign(charged, now, lifetime.toNanos()), lifetime);
    }

    private static Assignment deny(Lease lease, long now, Duration lifetime) {
        lease.deny(now, lifetime.toNanos());
        return new Denial(lifetime);
    }

    private static Assignment open(Lease lease, long now, Duration lifetime) {
        lease.open(now, lifetime.toNanos());
        return new Open(lifetime);
    }

    /** Without the store, nobody knows when something frees. */
    private static Duration wait(Charge charge, Duration otherwise) {
        long retryAfter = charge.decision().retryAfter();
        return charge.counted() && retryAfter != Decision.NEVER
                ? Duration.of(retryAfter, ChronoUnit.MICROS)
                : otherwise;
    }

    /** The largest lease. */
    private long most(Limit limit) {
        long capacity = limit.algorithm().map(Algorithm::capacity).orElse(1L);
        return Math.clamp((long) (capacity * settings.largestShare()), 1, settings.maxTokens());
    }

    private Duration timeToLive(Limit limit) {
        var period = limit.unit()
                .map(unit -> Duration.of(unit.micros(), ChronoUnit.MICROS))
                .orElseThrow();
        return period.compareTo(settings.timeToLive()) < 0 ? period : settings.timeToLive();
    }
}
