package dev.casebook.limiter.rls;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Until when the caller waits: Quarkus's gRPC server on the HTTP port does not tell. */
@GlobalInterceptor
@ApplicationScoped
class CallDeadline implements ServerInterceptor {

    private static final Metadata.Key<String> TIMEOUT =
            Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);
    /** At most 8 digits, says the protocol. */
    private static final Pattern FORM = Pattern.compile("(\\d{1,8})([HMSmun])");

    private static final Context.Key<Long> DEADLINE = Context.key("deadline");

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return timeout(headers.get(TIMEOUT))
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

    static Optional<Duration> timeout(String header) {
        return Optional.ofNullable(header)
                .map(FORM::matcher)
                .filter(Matcher::matches)
                .map(CallDeadline::timeout);
    }

    private static Duration timeout(Matcher header) {
        long amount = Long.parseLong(header.group(1));
        return switch (header.group(2)) {
            case "H" -> Duration.ofHours(amount);
            case "M" -> Duration.ofMinutes(amount);
            case "S" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMillis(amount);
            case "u" -> Duration.ofNanos(amount * 1_000);
            default -> Duration.ofNanos(amount);
        };
    }
}
