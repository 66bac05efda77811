package dev.casebook.limiter.rls;

import dev.casebook.chassis.web.GrpcTimeout;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse;
import dev.casebook.limiter.current.RulesSettings;
import dev.casebook.limiter.rules.Mode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.logging.Log;
import io.vertx.core.MultiMap;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** A call of {@code ShouldRateLimit}: how long it may take, and what it ends with. */
@Singleton
class RateLimitCalls {

    private final Limiter limiter;
    private final Patience patience;
    private final Answers answers;
    private final Mode mode;

    RateLimitCalls(Limiter limiter, Patience patience, Answers answers, RulesSettings rules) {
        this.limiter = limiter;
        this.patience = patience;
        this.answers = answers;
        this.mode = rules.mode();
    }

    /**
     * Never blocks, and throws nothing.
     *
     * @param loop where the answer is put into words
     */
    CompletionStage<RateLimitResponse> answer(RateLimitRequest request, MultiMap headers, Executor loop) {
        var allowed = patience.of(GrpcTimeout.parse(headers.get(GrpcTimeout.HEADER)));
        if (!allowed.isPositive()) {
            return CompletableFuture.failedStage(Status.DEADLINE_EXCEEDED
                    .withDescription("nothing was charged")
                    .asRuntimeException());
        }
        try {
            return limiter.decide(request, allowed).thenApplyAsync(ruling -> answers.of(request, ruling), loop);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** @param failure of {@link #answer} */
    Status status(Throwable failure) {
        return switch (failure) {
            case CompletionException wrapped when wrapped.getCause() != null -> status(wrapped.getCause());
            case InvalidRequestException invalid -> as(Status.INVALID_ARGUMENT).withDescription(invalid.getMessage());
            // Envoy lets the request pass then, or not, as its failure_mode_deny says.
            case StoreAwayException away -> as(Status.UNAVAILABLE).withDescription(away.getMessage());
            case StatusRuntimeException known -> known.getStatus();
            default -> {
                Log.error("event=rpc.failed method=ShouldRateLimit", failure);
                yield Status.UNKNOWN;
            }
        };
    }

    /** There every mistake is unknown. */
    private Status as(Status status) {
        return mode == Mode.COMPAT ? Status.UNKNOWN : status;
    }
}
