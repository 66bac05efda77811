package dev.casebook.limiter.rls;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.limiter.algorithms.Reservable;
import dev.casebook.limiter.rules.Limit;
import dev.casebook.limiter.store.ReservationId;
import dev.casebook.limiter.store.ReservationStore;
import dev.casebook.limiter.store.Settlement;
import dev.casebook.limiter.store.Settlement.Way;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Charges a request before its cost is known, and settles it when it is. Without the store there are none, whatever the rules say about failures. */
@Singleton
final class Reservations {

    private final Limiter limiter;
    private final Subjects subjects;
    private final ReservationStore store;
    private final Patience patience;
    private final LimitMetrics metrics;
    private final Observations observations;

    Reservations(
            Limiter limiter,
            Subjects subjects,
            ReservationStore store,
            Patience patience,
            LimitMetrics metrics,
            Observations observations) {
        this.limiter = limiter;
        this.subjects = subjects;
        this.store = store;
        this.patience = patience;
        this.metrics = metrics;
        this.observations = observations;
    }

    /** @param held absent when the request is refused, or nothing counts it */
    record Reserved(Ruling ruling, Optional<Held> held) {}

    /** @param expiresAt by the clock of the store */
    record Held(ReservationId id, long cost, Instant expiresAt) {}

    /**
     * Never blocks. Fails with {@link StoreAwayException}.
     *
     * @throws InvalidRequestException when nothing can be decided
     * @throws NotReservableException when it cannot be settled later
     */
    CompletionStage<Reserved> reserve(RateLimitRequest request, Duration lives) {
        var asked = subjects.of(request);
        var counted = asked.stream().filter(Subject::counts).toList();
        check(counted);
        if (counted.isEmpty() || Limiter.forbidden(asked)) {
            return limiter.decide(request, patience.of(Optional.empty()))
                    .thenApply(ruling -> new Reserved(ruling, Optional.empty()));
        }
        long cost = counted.getFirst().cost();
        var demands = counted.stream()
                .flatMap(subject -> subject.demand(cost).stream())
                .toList();
        return store.reserve(request.getDomain(), demands, lives).handle((reserved, failure) -> {
            if (failure != null) {
                metrics.storeFailed();
                throw new StoreAwayException(failure);
            }
            var verdict = reserved.verdict();
            var ruling = Ruling.of(asked, verdict.admitted(), Source.STORE, verdict.decisions());
            observations.made(request, ruling);
            var expiresAt = Instant.EPOCH.plus(verdict.now(), ChronoUnit.MICROS).plus(lives);
            return new Reserved(
                    ruling,
                    verdict.admitted() ? Optional.of(new Held(reserved.id(), cost, expiresAt)) : Optional.empty());
        });
    }

    /** Never blocks. Fails with {@link StoreAwayException}; who asks again hears what became of it. */
    CompletionStage<Settlement> settle(ReservationId id, Way way, long cost) {
        return store.settle(id, way, cost).exceptionally(failure -> {
            metrics.storeFailed();
            throw new StoreAwayException(failure);
        });
    }

    private static void check(List<Subject> counted) {
        if (counted.stream().mapToLong(Subject::cost).distinct().count() > 1) {
            throw new NotReservableException("all that is counted must cost the same, since one cost settles it");
        }
        if (counted.stream().anyMatch(subject -> subject.cost() == 0)) {
            throw new NotReservableException("a reservation of nothing");
        }
        counted.stream()
                .flatMap(subject -> subject.match().stream())
                .map(match -> match.limit())
                .filter(limit -> !(limit.algorithm().orElseThrow() instanceof Reservable))
                .findFirst()
                .ifPresent(Reservations::refuse);
    }

    private static void refuse(Limit limit) {
        throw new NotReservableException("%s is limited by a %s, which cannot take hits back"
                .formatted(
                        limit.label(),
                        limit.algorithm().orElseThrow().getClass().getSimpleName()));
    }
}
