package dev.casebook.limiter.rls;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitServiceGrpc;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
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
    static final int LONGEST = 1 << 20;

    private static final String FLUSHES = "flush-together";

    private final RateLimitCalls calls;

    RateLimitRoute(RateLimitCalls calls) {
        this.calls = calls;
    }

    void register(@Observes Router router, Vertx vertx) {
        var method = RateLimitServiceGrpc.getShouldRateLimitMethod();
        var server = GrpcServer.server(vertx, new GrpcServerOptions().setMaxMessageSize(LONGEST))
                .callHandler(method, call -> new UnaryCall(call, calls).listen());
        router.post("/" + method.getFullMethodName()).order(Integer.MIN_VALUE).handler(context -> {
            if (context.request().version() != HttpVersion.HTTP_2) {
                context.next();
                return;
            }
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
}
