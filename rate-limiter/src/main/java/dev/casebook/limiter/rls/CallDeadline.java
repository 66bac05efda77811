package dev.casebook.limiter.rls;

import dev.casebook.chassis.web.GrpcTimeout;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** Until when the caller waits: Quarkus's gRPC server on the HTTP port does not tell. */
@GlobalInterceptor
@ApplicationScoped
class CallDeadline implements ServerInterceptor {

    private static final Metadata.Key<String> TIMEOUT =
            Metadata.Key.of(GrpcTimeout.HEADER, Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<Long> DEADLINE = Context.key("deadline");

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return GrpcTimeout.parse(headers.get(TIMEOUT))
                .map(timeout -> Contexts.interceptCall(
                        Context.current().withValue(DEADLINE, System.nanoTime() + timeout.toNanos()),
                        call,
                        headers,
                        next))
                .orElseGet(() -> next.startCall(call, headers));
    }

    /** How long the caller of this call still waits; not positive when it has given up. Absent when it waits for ever. */
    static Optional<Duration> remaining() {
        return Optional.ofNullable(DEADLINE.get()).map(deadline -> Duration.ofNanos(deadline - System.nanoTime()));
    }
}
