package dev.casebook.limiter.rls;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.limiter.rules.Concurrency;
import dev.casebook.limiter.store.SlotId;
import dev.casebook.limiter.store.SlotStore;
import dev.casebook.limiter.store.SlotStore.Answer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Who may hold a slot: by the rules, in the store, and without it by what the rule says. Never blocks. */
@Singleton
final class Seating {

    private final Subjects subjects;
    private final SlotStore store;
    private final LimitMetrics metrics;
    private final long retryAfter;

    Seating(Subjects subjects, SlotStore store, LimitMetrics metrics, FailureSettings failure) {
        this.subjects = subjects;
        this.store = store;
        this.metrics = metrics;
        this.retryAfter = Seconds.of(failure.retryAfter().toNanos() / 1_000);
    }

    /** Whether it may proceed. */
    sealed interface Seat {

        /** It may, and nothing counts it. */
        record Unlimited() implements Seat {}

        /** It may, until the lease ends. */
        record Taken(Answer answer, Concurrency concurrency) implements Seat {}

        /** @param retryAfter seconds until a slot is free at the latest, unless leases are renewed */
        record Full(Concurrency concurrency, long retryAfter) implements Seat {}
    }

    /**
     * Fails with {@link StoreAwayException}.
     *
     * @throws InvalidRequestException unless it has one descriptor
     */
    CompletionStage<Seat> acquire(RateLimitRequest request, Duration lease) {
        var match = subjects.concurrency(request);
        if (match.isEmpty()) {
            return CompletableFuture.completedStage(new Seat.Unlimited());
        }
        var concurrency = match.get().concurrency();
        return store.acquire(request.getDomain(), match.get().key(), concurrency.slots(), lease)
                .<Seat>thenApply(answer -> answer.done()
                        ? new Seat.Taken(answer, concurrency)
                        : new Seat.Full(concurrency, Seconds.of(answer.freeAfter())))
                .exceptionally(failure -> withoutStore(concurrency, failure));
    }

    /** Not done once the lease has ended. Fails with {@link StoreAwayException}. */
    CompletionStage<Answer> renew(SlotId id, Duration lease) {
        return store.renew(id, lease).exceptionally(this::away);
    }

    /** Fails with {@link StoreAwayException}. */
    CompletionStage<Answer> release(SlotId id) {
        return store.release(id).exceptionally(this::away);
    }

    private Seat withoutStore(Concurrency concurrency, Throwable failure) {
        metrics.storeFailed();
        return switch (concurrency.onFailure()) {
            case OPEN -> new Seat.Unlimited();
            case CLOSED -> new Seat.Full(concurrency, retryAfter);
            case ERROR, LOCAL_SHARE -> throw new StoreAwayException(failure);
        };
    }

    private <T> T away(Throwable failure) {
        metrics.storeFailed();
        throw new StoreAwayException(failure);
    }
}
