package dev.casebook.limiter.rls;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse;
import io.grpc.Status;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.InvalidMessageException;
import io.vertx.grpc.common.MessageSizeOverflowException;
import io.vertx.grpc.server.GrpcServerRequest;

/** One call on its connection's event loop: ends once, whatever its caller sends, and charges nothing before it is known that a single request came. */
final class UnaryCall {

    private final GrpcServerRequest<RateLimitRequest, RateLimitResponse> call;
    private final RateLimitCalls calls;
    private final Context loop = Vertx.currentContext();
    private RateLimitRequest request;
    private boolean ended;

    UnaryCall(GrpcServerRequest<RateLimitRequest, RateLimitResponse> call, RateLimitCalls calls) {
        this.call = call;
        this.calls = calls;
    }

    void listen() {
        call.invalidMessageHandler(invalid -> end(status(invalid)));
        call.handler(this::take);
        call.endHandler(_ -> answer());
    }

    private static Status status(InvalidMessageException invalid) {
        return invalid instanceof MessageSizeOverflowException tooLong
                ? Status.RESOURCE_EXHAUSTED.withDescription("a request of %d bytes, and at most %d are read"
                        .formatted(tooLong.messageSize(), RateLimitRoute.LONGEST))
                : Status.INVALID_ARGUMENT.withDescription("not a RateLimitRequest");
    }

    private void take(RateLimitRequest next) {
        if (request != null) {
            end(Status.INVALID_ARGUMENT.withDescription("more than the one request of a unary call"));
        }
        request = next;
    }

    private void answer() {
        if (ended) {
            return;
        }
        if (request == null) {
            end(Status.INVALID_ARGUMENT.withDescription("without the one request of a unary call"));
            return;
        }
        // Written on another connection's event loop, each frame of an answer would be a task for its own one.
        calls.answer(request, call.headers(), words -> loop.runOnContext(_ -> words.run()))
                .whenComplete(this::end);
    }

    private void end(RateLimitResponse response, Throwable failure) {
        if (failure != null) {
            end(calls.status(failure));
        } else {
            ended = true;
            call.response().end(response);
        }
    }

    private void end(Status status) {
        if (ended) {
            return;
        }
        ended = true;
        call.response().status(GrpcStatus.valueOf(status.getCode().value()));
        if (status.getDescription() != null) {
            call.response().statusMessage(status.getDescription());
        }
        call.response().end();
    }
}
