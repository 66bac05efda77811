package dev.casebook.limiter.rls;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitService;
import dev.casebook.limiter.algorithms.Decision;
import dev.casebook.limiter.store.LimitStore;
import dev.casebook.limiter.store.Request;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import java.util.Collections;
import java.util.List;

/** {@code ShouldRateLimit}, on the event loop: it waits for nobody but Redis, and for that without a thread. */
@GrpcService
class RateLimitRpc implements RateLimitService {

    private final Subjects subjects;
    private final LimitStore store;

    RateLimitRpc(Subjects subjects, LimitStore store) {
        this.subjects = subjects;
        this.store = store;
    }

    @Override
    public Uni<RateLimitResponse> shouldRateLimit(RateLimitRequest request) {
        var asked = subjects.of(request);
        boolean forbidden = asked.stream().anyMatch(subject -> subject.forbidden() && !subject.shadow());
        var demands = asked.stream()
                .flatMap(subject -> subject.demand(!forbidden).stream())
                .toList();
        if (demands.isEmpty()) {
            return Uni.createFrom().item(Answers.answer(asked, !forbidden, Collections.<Decision>emptyIterator()));
        }
        return Uni.createFrom()
                .completionStage(() -> store.decide(new Request(request.getDomain(), demands)))
                .map(verdict -> answer(asked, verdict.admitted() && !forbidden, verdict.decisions()))
                .onFailure()
                .transform(RateLimitRpc::unavailable);
    }

    private static RateLimitResponse answer(List<Subject> asked, boolean admitted, List<Decision> decisions) {
        return Answers.answer(asked, admitted, decisions.iterator());
    }

    /** Envoy lets the request pass then, or not, as its failure_mode_deny says. */
    private static StatusRuntimeException unavailable(Throwable failure) {
        return Status.UNAVAILABLE
                .withDescription("the store does not answer")
                .withCause(failure)
                .asRuntimeException();
    }
}
