package dev.casebook.chassis.kafka;

import io.smallrye.reactive.messaging.providers.extension.HealthCenter;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Says which channels have no connection. Never makes a service unready: what waits for Kafka waits in a journal, an outbox or a topic. */
@Readiness
@Singleton
final class KafkaReadiness implements HealthCheck {

    private final HealthCenter center;

    KafkaReadiness(HealthCenter center) {
        this.center = center;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("kafka").up();
        center.getReadiness()
                .getChannels()
                .forEach(channel ->
                        response.withData(channel.getChannel(), channel.isOk() ? "connected" : "disconnected"));
        return response.build();
    }
}
