package dev.casebook.chassis.kafka;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Dead when a consumer has given up: nothing but a restart makes it read again. A record that could not be sent is its sender's to send again. */
@Liveness
@Singleton
final class KafkaLiveness implements HealthCheck {

    private final HealthCenter center;
    private final KafkaClientService clients;

    KafkaLiveness(HealthCenter center, KafkaClientService clients) {
        this.center = center;
        this.clients = clients;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("kafka-consumers").up();
        center.getLiveness().getChannels().stream()
                .filter(channel -> clients.getConsumerChannels().contains(channel.getChannel()))
                .filter(channel -> !channel.isOk())
                .forEach(channel ->
                        response.down().withData(channel.getChannel(), String.valueOf(channel.getMessage())));
        return response.build();
    }
}
