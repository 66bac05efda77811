package dev.casebook.limiter.rls;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.limiter.store.LimitStore;
import dev.casebook.limiter.store.Request;
import dev.casebook.limiter.store.Verdict;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Decides about requests: by the rules, in the store, and without it when it does not answer. */
@Singleton
final class Limiter {

    private final Subjects subjects;
    private final LimitStore store;
    private final FailurePolicy failurePolicy;
    private final LimitMetrics metrics;
    private final Observations observations;

    Limiter(
            Subjects subjects,
            LimitStore store,
            FailurePolicy failurePolicy,
            LimitMetrics metrics,
            Observations observations) {
        this.subjects = subjects;
        this.store = store;
        this.failurePolicy = failurePolicy;
        this.metrics = metrics;
        this.observations = observations;
    }

    /**
     * Never blocks. Fails with {@link StoreAwayException} when neither the store nor the rules decide.
     *
     * @param patience how long it may take; what has not gone to the store by then is not charged
     * @throws InvalidRequestException when nothing can be decided
     */
    CompletionStage<Ruling> decide(RateLimitRequest request, Duration patience) {
        List<Subject> asked;
        try {
            asked = subjects.of(request);
        } catch (InvalidRequestException e) {
            metrics.invalid();
            throw e;
        }
        boolean forbidden = forbidden(asked);
        var demands = asked.stream()
                .flatMap(subject -> subject.demand(forbidden ? subject.costOfRefusal() : subject.cost()).stream())
                .toList();
        var ruling = demands.isEmpty()
                ? CompletableFuture.completedStage(Ruling.of(asked, !forbidden, Source.RULES, List.of()))
                : ask(asked, new Request(request.getDomain(), demands), forbidden, patience);
        return ruling.thenApply(made -> {
            observations.made(request, made);
            return made;
        });
    }

    private CompletionStage<Ruling> ask(List<Subject> asked, Request request, boolean forbidden, Duration patience) {
        return store.decide(request, patience)
                .thenApply(verdict ->
                        ruling(asked, verdict, forbidden, verdict.remembered() ? Source.MEMORY : Source.STORE))
                .exceptionally(failure -> {
                    metrics.storeFailed();
                    return failurePolicy
                            .decide(request, asked)
                            .map(verdict -> ruling(asked, verdict, forbidden, Source.FAILURE_POLICY))
                            .orElseThrow(() -> new StoreAwayException(failure));
                });
    }

    private static Ruling ruling(List<Subject> asked, Verdict verdict, boolean forbidden, Source source) {
        return Ruling.of(asked, verdict.admitted() && !forbidden, source, verdict.decisions());
    }

    /** Whether limits of no requests refuse, whatever the counters say. */
    static boolean forbidden(List<Subject> asked) {
        return asked.stream().anyMatch(Subject::forbidden)
                && !Subject.admit(asked, i -> !asked.get(i).forbidden());
    }
}
