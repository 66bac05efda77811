package dev.casebook.shortener.rpc;

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
import java.util.Locale;

/**
 * Carries what a call's headers say to its method: the bearer token, verified there off the event loop, and the time it may take, which Quarkus
 * 3.32 does not pass on when gRPC shares the HTTP port.
 */
@GlobalInterceptor
@ApplicationScoped
class CallContext implements ServerInterceptor {

    static final Context.Key<String> TOKEN = Context.key("bearer token");
    static final Context.Key<Duration> TIMEOUT = Context.key("timeout");

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> GRPC_TIMEOUT =
            Metadata.Key.of(GrpcTimeout.HEADER, Metadata.ASCII_STRING_MARSHALLER);
    private static final String SCHEME = "bearer ";

    private final RpcSettings settings;

    CallContext(RpcSettings settings) {
        this.settings = settings;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        var context = Context.current().withValues(TOKEN, token(headers), TIMEOUT, timeout(headers));
        return Contexts.interceptCall(context, call, headers, next);
    }

    private Duration timeout(Metadata headers) {
        return GrpcTimeout.parse(headers.get(GRPC_TIMEOUT)).orElseGet(settings::defaultDeadline);
    }

    private static String token(Metadata headers) {
        var header = headers.get(AUTHORIZATION);
        return header != null && header.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? header.substring(SCHEME.length()).strip()
                : "";
    }
}
