package dev.casebook.chassis.redis;

import dev.casebook.chassis.redis.RedisRole.Role;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** A role without a URL is not used: nothing connects, and injecting it fails. */
@ConfigMapping(prefix = "casebook.redis")
public interface RedisSettings {

    Server cache();

    Server state();

    /** One Redis server. */
    interface Server {

        /**
         * {@code redis://:password@host:port}, or {@code rediss://} for TLS; {@code redis-sentinel://:password@host:port,host:port#group} for the
         * primary of a group that Sentinels watch: after a fail-over the new one is found.
         */
        Optional<String> url();

        /** Whether the URL is that of a node of a Redis Cluster, by which the others are found. */
        @WithDefault("false")
        boolean cluster();

        /** How long a command may take before its caller is told that it failed. */
        @WithDefault("250ms")
        Duration timeout();

        /** How long connecting may take, and the longest pause between two attempts. */
        @WithDefault("2s")
        Duration connectTimeout();

        /** Commands that wait for an answer at one time; more fail at once. */
        @WithDefault("4096")
        int maxQueued();

        /** Whether the service is unready while this server is away. */
        @WithDefault("false")
        boolean required();

        Breaker breaker();
    }

    /** Stops asking a server that does not answer, so that callers do not wait for the timeout each time. */
    interface Breaker {

        /** Of the last this many commands ... */
        @WithDefault("20")
        int window();

        /** ... this share failed: the breaker opens. 0 to 1. */
        @WithDefault("0.5")
        double failureRatio();

        /** How long it stays open before one command may try again. */
        @WithDefault("1s")
        Duration delay();
    }

    default Server of(Role role) {
        return role == Role.CACHE ? cache() : state();
    }
}
