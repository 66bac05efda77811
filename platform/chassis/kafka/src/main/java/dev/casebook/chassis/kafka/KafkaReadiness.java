package dev.casebook.chassis.kafka;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.inject.Singleton;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says which channels have a connection to a broker. Never makes a service unready: what waits for Kafka waits in a journal, an outbox or a topic.
 * A channel that nothing used yet, or lately, has none and needs none.
 */
@Readiness
@Singleton
final class KafkaReadiness implements HealthCheck {

    private final KafkaClientService clients;

    KafkaReadiness(KafkaClientService clients) {
        this.clients = clients;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("kafka").up();
        for (var channel : clients.getConsumerChannels()) {
            var consumer = clients.getConsumer(channel).unwrap();
            response.withData(channel, consumer == null ? "unused" : state(consumer.metrics()));
        }
        for (var channel : clients.getProducerChannels()) {
            var producer = clients.getProducer(channel).unwrap();
            response.withData(channel, producer == null ? "unused" : state(producer.metrics()));
        }
        return response.build();
    }

    private static String state(Map<MetricName, ? extends Metric> metrics) {
        return metrics.entrySet().stream()
                        .filter(metric -> metric.getKey().name().equals("connection-count"))
                        .anyMatch(metric -> (double) metric.getValue().metricValue() >= 1)
                ? "connected"
                : "disconnected";
    }
}
