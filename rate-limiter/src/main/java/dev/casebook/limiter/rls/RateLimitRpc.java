package dev.casebook.limiter.rls;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitService;
import dev.casebook.limiter.current.RulesSettings;
import dev.casebook.limiter.rules.Mode;
import io.grpc.Status;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletionException;

/** {@code ShouldRateLimit}, on the event loop: it waits for nobody but Redis, and for that without a thread. */
@GrpcService
class RateLimitRpc implements RateLimitService {

    private final Limiter limiter;
    private final Patience patience;
    private final Answers answers;
    private final Mode mode;

    RateLimitRpc(Limiter limiter, Patience patience, Answers answers, RulesSettings rules) {
        this.limiter = limiter;
        this.patience = patience;
        this.answers = answers;
        this.mode = rules.mode();
    }

    @Override
    public Uni<RateLimitResponse> shouldRateLimit(RateLimitRequest request) {
        var allowed = patience.of(CallDeadline.remaining());
        if (!allowed.isPositive()) {
            return Uni.createFrom()
                    .failure(Status.DEADLINE_EXCEEDED
                            .withDescription("nothing was charged")
                            .asRuntimeException());
        }
        return Uni.createFrom()
                .completionStage(
                        () -> limiter.decide(request, allowed).thenApply(ruling -> answers.of(request, ruling)))
                .onFailure()
                .transform(this::status);
    }

    private Throwable status(Throwable failure) {
        return switch (failure) {
            case CompletionException wrapped when wrapped.getCause() != null -> status(wrapped.getCause());
            case InvalidRequestException invalid ->
                as(Status.INVALID_ARGUMENT)
                        .withDescription(invalid.getMessage())
                        .asRuntimeException();
            // Envoy lets the request pass then, or not, as its failure_mode_deny says.
            case StoreAwayException away ->
                as(Status.UNAVAILABLE)
                        .withDescription(away.getMessage())
                        .withCause(away)
                        .asRuntimeException();
            default -> failure;
        };
    }

    /** There every mistake is unknown. */
    private Status as(Status status) {
        return mode == Mode.COMPAT ? Status.UNKNOWN : status;
    }
}
