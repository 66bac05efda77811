package dev.casebook.chassis.redis;

import dev.casebook.chassis.redis.RedisRole.Role;
import io.lettuce.core.metrics.MicrometerCommandLatencyRecorder;
import io.lettuce.core.metrics.MicrometerOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.lettuce.v5_1.LettuceTelemetry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Opens what is configured when the service starts, and closes it when it stops. */
@Singleton
final class RedisConnections {

    /** Enough: one connection for each role keeps one I/O thread busy. */
    private static final int THREADS = 2;

    private final ClientResources resources;
    private final Map<Role, Link> links = new EnumMap<>(Role.class);
    private final Map<Role, Redis> servers = new EnumMap<>(Role.class);

    RedisConnections(RedisSettings settings, MeterRegistry meters, OpenTelemetry telemetry) {
        resources = ClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .reconnectDelay(
                        Delay.fullJitter(Duration.ofMillis(100), Duration.ofSeconds(2), 100, TimeUnit.MILLISECONDS))
                .commandLatencyRecorder(new MicrometerCommandLatencyRecorder(meters, MicrometerOptions.create()))
                .tracing(LettuceTelemetry.create(telemetry).newTracing())
                .build();
        for (var role : Role.values()) {
            var server = settings.of(role);
            if (server.url().isPresent()) {
                var link = new Link(role, resources, server);
                links.put(role, link);
                servers.put(role, new Redis(link, server.breaker()));
            }
        }
    }

    void onStart(@Observes StartupEvent event) {
        links.values().forEach(Link::open);
    }

    @PreDestroy
    void close() {
        links.values().forEach(Link::close);
        resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }

    @Produces
    @Singleton
    @RedisRole(Role.CACHE)
    Redis cache() {
        return configured(Role.CACHE);
    }

    @Produces
    @Singleton
    @RedisRole(Role.STATE)
    Redis state() {
        return configured(Role.STATE);
    }

    Stream<Redis> all() {
        return servers.values().stream();
    }

    private Redis configured(Role role) {
        return Optional.ofNullable(servers.get(role))
                .orElseThrow(() -> new IllegalStateException(
                        "casebook.redis.%s.url is not set".formatted(role.name().toLowerCase(Locale.ROOT))));
    }
}
