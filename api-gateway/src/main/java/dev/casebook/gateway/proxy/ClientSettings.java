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

    /** Open connections on all event loops together; one more is closed at once. When not set, one for each 32 KiB of the maximum heap. */
    OptionalInt connections();

    /**
     * Of these, one address, or one network {@code /64} of IPv6, may have so many; one more is closed at once. Not for proxies that are trusted.
     * Three quarters of them when not set.
     */
    OptionalInt connectionsOfOneAddress();

    /**
     * Requests to services that are being answered, on all event loops together; one more is answered 503. When not set, one for each 64 KiB of the
     * maximum heap.
     */
    OptionalInt requests();

    /**
     * Of these, so many may have a body, or an answer of more than {@link #readAtOnce} bytes or of unknown length; one more is answered 503. When not
     * set, as many as a quarter of the maximum heap holds when all their clients stop reading in the middle of a long answer.
     */
    OptionalInt streams();

    /**
     * WebSockets that are open, on all event loops together; one more is answered 503. Each is a request in flight for as long as it lives. When
     * not set, half as many as there may be streams.
     */
    OptionalInt webSockets();

    /** The longest piece of a body that is read at once, from a client or from a service, in bytes. */
    @WithDefault("4096")
    int readAtOnce();

    /** How much of an answer may wait for a client to read it; then the service is paused. In bytes. */
    @WithDefault("8192")
    int writeAhead();

    /**
     * From the first byte of a request head to its last, and from there to the end of a body for the gateway itself: longer is answered 408. And from
     * connecting to the first byte: longer is closed without a word, since nothing was asked.
     */
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

    Http2 http2();

    /** What a client may do that speaks HTTP/2. */
    interface Http2 {

        /** Requests at once on one connection (RFC 9113 §5.1.2); one more is refused, and may be sent again. */
        @WithDefault("100")
        int streams();

        /**
         * How much of one request's body may be here before the service takes it, in bytes. A client may send 65,535 before it knows better. All
         * streams of a connection together may hold {@link #streams} times as much.
         */
        @WithDefault("65535")
        int window();

        /**
         * Requests on one connection that are called off, by the client or for its mistakes, within {@link #resetsWithin}; with one more the connection is
         * closed: each of them costs work that nobody wants (CVE-2023-44487).
         */
        @WithDefault("200")
        int resets();

        /** In whole seconds. */
        @WithDefault("30s")
        Duration resetsWithin();
    }

    /**
     * How long requests in flight may take to finish when the gateway stops. The time before that, in which it still takes new ones so that
     * balancers can notice, is {@code quarkus.shutdown.delay}.
     */
    @WithDefault("10s")
    Duration drainTimeout();

    /** Addresses whose {@code X-Forwarded-*} and {@code Forwarded} are believed and appended to: {@code 10.0.0.0/8,::1}. */
    Optional<List<String>> trustedProxies();

    /** A log line for each request. It costs about as much as the rest of a request. */
    @WithDefault("false")
    boolean accessLog();
}
