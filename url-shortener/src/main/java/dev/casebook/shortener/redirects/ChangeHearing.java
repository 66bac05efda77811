package dev.casebook.shortener.redirects;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Whether Kafka would tell this process of a change. A consumer that waits for records is answered twice a second that there are none, so one that
 * receives no byte for seconds hears nothing: its broker is dead, frozen or cut off. A connection alone would not tell a frozen one.
 */
@Singleton
class ChangeHearing {

    private static final String CHANNEL = "links";

    private final KafkaClientService clients;
    private final RedirectSettings settings;
    private final Clock clock;
    private double bytes = -1;
    private volatile long heardAt;

    ChangeHearing(KafkaClientService clients, RedirectSettings settings, Clock clock) {
        this.clients = clients;
        this.settings = settings;
        this.clock = clock;
        this.heardAt = clock.millis();
    }

    @Scheduled(
            every = "${casebook.shortener.redirects.listen-every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void listen() {
        var consumer = clients.getConsumer(CHANNEL);
        var open = consumer == null ? null : consumer.unwrap();
        double received = open == null ? bytes : received(open.metrics());
        if (received != bytes) {
            bytes = received;
            heardAt = clock.millis();
        }
    }

    boolean isDeaf() {
        return clock.millis() - heardAt > settings.deafAfter().toMillis();
    }

    private static double received(Map<MetricName, ? extends Metric> metrics) {
        return metrics.entrySet().stream()
                .filter(metric -> metric.getKey().group().equals("consumer-metrics")
                        && metric.getKey().name().equals("incoming-byte-total"))
                .mapToDouble(metric -> (double) metric.getValue().metricValue())
                .sum();
    }
}
