package dev.casebook.gateway.upstreams;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Which services there are, and how the gateway keeps to the instances that answer. */
@ConfigMapping(prefix = "casebook.gateway")
public interface UpstreamSettings {

    /**
     * {@code name=host:port/managementPort,…;name=…}. A host may be a name; each of its addresses is an instance. With {@code *3} at its end an
     * instance gets three times what one without gets.
     */
    Optional<String> upstreams();

    Pool pool();

    Health health();

    Retries retries();

    Outliers outliers();

    Latencies latencies();

    /** Connections from the gateway to one instance. The limits are shared out to the event loops. */
    interface Pool {

        /** At once, to one instance. */
        @WithDefault("256")
        int connections();

        /** Requests that wait for a connection to one instance; one more is answered 503. */
        @WithDefault("1024")
        int waiting();

        /** To a connection, waiting included; longer is answered 503. An instance has half of it, so that another can be asked. */
        @WithDefault("2s")
        Duration connectTimeout();

        /**
         * An unused connection is closed after this, in whole seconds, 1 s at least; shorter than what the services allow, so that they never close
         * first. A service that says in a Keep-Alive header that it waits less is believed.
         */
        @WithDefault("30s")
        Duration keepAlive();

        /**
         * A connection older than this serves one request more and is closed, so that the load moves on to what stands behind an address now: a
         * virtual address, or a balancer, may have got new instances.
         */
        @WithDefault("5m")
        Duration lifetime();
    }

    /** Requests that are sent again, on a new connection, because the one that they were sent on ended before any answer. */
    interface Retries {

        /** What each request to a service earns, of a retry: 0.2 is one retry for five requests. 0 turns retries off. */
        @WithDefault("0.2")
        double share();

        /** Retries to one service that may be saved up while all goes well. */
        @WithDefault("10")
        int saved();
    }

    /**
     * Instances that say that they are ready, but leave requests without an answer, when the connection breaks or no answer comes in time, or answer
     * 500, 502 or 504.
     */
    interface Outliers {

        /** Such requests in a row, without another between them, before an instance is left alone. */
        @WithDefault("5")
        int failures();

        /** For how long, the first time; the next time twice as long. After it the first request decides whether there is a next time. */
        @WithDefault("5s")
        Duration ejection();

        /** No longer than this; and whoever was not out for so long begins anew. */
        @WithDefault("1m")
        Duration longestEjection();

        /** Of the instances of a service, at most so many at once; so a service with one instance is never without it. */
        @WithDefault("0.5")
        double share();
    }

    /** How fast instances answer, where that decides who gets a request ({@code balancing: ewma}). */
    interface Latencies {

        /** After this time a latency counts for a third (1/e) of what it did. */
        @WithDefault("10s")
        Duration decay();

        /** What a failure counts as at least, so that an instance that fails fast does not look fast. */
        @WithDefault("1s")
        Duration failure();
    }

    /** Readiness of each instance, asked at its management port. */
    interface Health {

        @WithDefault("250ms")
        Duration interval();

        /** A probe that takes longer has failed. */
        @WithDefault("1s")
        Duration timeout();

        /** Probes in a row that time out before an instance is out; a refusal or a "not ready" puts it out at once. */
        @WithDefault("2")
        int timeoutsToEject();

        /** How long an instance stays out after a connection to it failed, whatever its probes say. */
        @WithDefault("1s")
        Duration ejection();

        /** How often host names are resolved again. */
        @WithDefault("5s")
        Duration resolveInterval();
    }
}
