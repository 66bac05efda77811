package dev.casebook.chassis.redis;

import jakarta.inject.Singleton;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Says which Redis is away; only one that the service declared required makes it unready. */
@Readiness
@Singleton
final class RedisHealth implements HealthCheck {

    private final RedisConnections connections;
    private final RedisSettings settings;

    RedisHealth(RedisConnections connections, RedisSettings settings) {
        this.connections = connections;
        this.settings = settings;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("redis").up();
        connections.all().forEach(redis -> {
            response.withData(
                    redis.role().name().toLowerCase(Locale.ROOT), redis.isConnected() ? "connected" : "disconnected");
            if (!redis.isConnected() && settings.of(redis.role()).required()) {
                response.down();
            }
        });
        return response.build();
    }
}
