package dev.casebook.gateway.proxy;

import dev.casebook.chassis.web.GrpcTimeout;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How long the client waits for the whole answer, if it says so, and what the service is told of it: by {@code grpc-timeout} when the client said
 * it so, and for everybody by the header that Envoy has for it, in milliseconds. A client can shorten what its route allows, never lengthen it. Times
 * are by {@link System#nanoTime}, since it is the client's time, which runs on while the gateway stands still.
 *
 * @param grpc whether the client said it as gRPC does
 * @param at when the client's time is over; empty when it waits for as long as the route does
 */
record Deadline(boolean grpc, Optional<Long> at) {

    private static final CharSequence EXPECTED = HttpHeaders.createOptimized("x-envoy-expected-rq-timeout-ms");
    private static final CharSequence GRPC_TIMEOUT = HttpHeaders.createOptimized(GrpcTimeout.HEADER);
    private static final int MOST_DIGITS = 9;

    private static final Deadline NONE = new Deadline(false, Optional.empty());

    static Deadline of(Exchange exchange) {
        return of(exchange.request().headers(), exchange.observation().started());
    }

    /** @param started when the request came */
    static Deadline of(MultiMap headers, long started) {
        boolean grpc = Grpc.isSpoken(headers);
        var expected = headers.get(EXPECTED);
        if (!grpc && expected == null) {
            return NONE;
        }
        var given = grpc
                ? GrpcTimeout.parse(headers.get(GRPC_TIMEOUT)).map(Duration::toNanos)
                : millis(expected).map(TimeUnit.MILLISECONDS::toNanos);
        return new Deadline(grpc && given.isPresent(), given.map(nanos -> started + nanos));
    }

    /** Another text than a number counts as none. */
    private static Optional<Long> millis(String text) {
        boolean number =
                !text.isEmpty() && text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    boolean isSet() {
        return at.isPresent();
    }

    /** Only when it is set. */
    boolean isOver(long now) {
        return now - at.orElseThrow() >= 0;
    }

    /**
     * Only when it is set.
     *
     * @param nanos that the route still allows
     */
    long left(long nanos, long now) {
        return Math.min(nanos, at.orElseThrow() - now);
    }

    /** @param left in nanoseconds; a service that has less than a millisecond is told so much */
    void tell(long left, MultiMap headers) {
        var millis = Long.toString(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        headers.set(EXPECTED, millis);
        if (grpc) {
            headers.set(GRPC_TIMEOUT, millis + "m");
        }
    }
}
