package dev.casebook.limiter.rls;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitServiceGrpc;
import io.grpc.Status;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.GrpcServerRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * {@code ShouldRateLimit}, on the event loop: it waits for nobody but Redis, and for that without a thread. Vert.x's own gRPC server on a route before all
 * others, since there are many such calls and each is small: what Quarkus puts between, identities, bodies, REST paths, interceptors and contexts, has
 * nothing to say of them and costs more than the decision.
 */
@Singleton
class RateLimitRoute {

    /** Bytes; far more than any request that a rule can match. */
    private static final long LONGEST = 1 << 20;

    private static final String FLUSHES = "flush-together";

    private final RateLimitCalls calls;

    RateLimitRoute(RateLimitCalls calls) {
        this.calls = calls;
    }

    void register(@Observes Router router, Vertx vertx) {
        var method = RateLimitServiceGrpc.getShouldRateLimitMethod();
        var server = GrpcServer.server(vertx, new GrpcServerOptions().setMaxMessageSize(LONGEST))
                .callHandler(method, this::handle);
        router.post("/" + method.getFullMethodName()).order(Integer.MIN_VALUE).handler(context -> {
            flushTogether(context.request());
            server.handle(context.request());
        });
    }

    /**
     * One system call for all the answers that a call of Redis brings. They are written outside a read, where Vert.x flushes each of the three frames of
     * each answer by itself.
     */
    private static void flushTogether(HttpServerRequest request) {
        var pipeline = ((ConnectionBase) request.connection()).channel().pipeline();
        if (pipeline.get(FLUSHES) == null) {
            int atMost = FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES;
            pipeline.addFirst(FLUSHES, new FlushConsolidationHandler(atMost, true));
        }
    }

    private void handle(GrpcServerRequest<RateLimitRequest, RateLimitResponse> call) {
        var loop = Vertx.currentContext();
        call.invalidMessageHandler(_ -> end(
                call, Status.INVALID_ARGUMENT.withDescription("no request, or one over %d bytes".formatted(LONGEST))));
        // Written on another connection's event loop, each frame of an answer would be a task for its own one.
        call.handler(request -> calls.answer(request, call.headers(), answer -> loop.runOnContext(_ -> answer.run()))
                .whenComplete((response, failure) -> end(call, response, failure)));
    }

    private void end(GrpcServerRequest<?, RateLimitResponse> call, RateLimitResponse response, Throwable failure) {
        if (failure == null) {
            call.response().end(response);
        } else {
            end(call, calls.status(failure));
        }
    }

    private static void end(GrpcServerRequest<?, RateLimitResponse> call, Status status) {
        call.response()
                .status(GrpcStatus.valueOf(status.getCode().value()))
                .statusMessage(status.getDescription())
                .end();
    }
}
