package dev.casebook.gateway.proxy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What clients may do, on the public port. */
@ConfigMapping(prefix = "casebook.gateway.clients")
public interface ClientSettings {

    /** Event loops that serve clients; one for each processor when not set. */
    OptionalInt eventLoops();

    /** Open connections on all event loops together; one more is closed at once. */
    @WithDefault("20000")
    int connections();

    /** From the first byte of a request head to its last, and from connecting to the first request. */
    @WithDefault("10s")
    Duration headTimeout();

    /** An unused connection is closed after this. */
    @WithDefault("60s")
    Duration keepAlive();

    /** How long the rest of a refused request is read and thrown away, so that the client sees the answer before the end. */
    @WithDefault("2s")
    Duration linger();

    /** A longer request line is answered 414; in bytes. */
    @WithDefault("8192")
    int maxRequestLine();

    /** Longer headers are answered 431; in bytes. */
    @WithDefault("16384")
    int maxHeaders();

    /** Requests sent ahead on one connection; with one more the connection is closed. */
    @WithDefault("64")
    int maxPipelined();

    /** How long requests in flight may take to finish when the gateway stops. */
    @WithDefault("10s")
    Duration drainTimeout();

    /** Addresses whose {@code X-Forwarded-*} and {@code Forwarded} are believed and appended to: {@code 10.0.0.0/8,::1}. */
    Optional<List<String>> trustedProxies();

    /** A log line for each request. It costs about as much as the rest of a request. */
    @WithDefault("false")
    boolean accessLog();
}
