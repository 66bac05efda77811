package dev.casebook.limiter.decisions;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.chassis.kafka.CloudEvent;
import dev.casebook.contracts.limiter.v1.DecisionMade;
import dev.casebook.limiter.administration.Topic;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DecisionEventsIT.Sampling.class)
@WithServers("kafka, redis-state")
class DecisionEventsIT {

    private static final String TOPIC = "rate-limiter.decisions.v1";
    private static final int QUEUE = 50;
    private static final Duration LONG = Duration.ofSeconds(60);

    public static final class Sampling implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "casebook.limiter.decisions.sampling-rate",
                    "1",
                    "casebook.limiter.decisions.queue",
                    Integer.toString(QUEUE));
        }
    }

    @Inject
    MeterRegistry metrics;

    private final String mine = UUID.randomUUID().toString();

    @BeforeEach
    void storeAnswers() {
        await().atMost(LONG).until(() -> decide("await-" + mine) == 200);
        await().atMost(LONG).until(() -> count("sent") > 0);
    }

    @Test
    void aDecisionIsToldOfWithoutTheValue() throws Exception {
        decide(mine);

        var record = Topic.await(TOPIC, this::isOfNarrow, 1).getLast();
        var event = DecisionMade.parseFrom(record.value());

        assertThat(CloudEvent.of(record.headers()).orElseThrow().type())
                .isEqualTo("dev.casebook.limiter.decision.made.v1");
        assertThat(record.key()).isEqualTo("basic".getBytes(StandardCharsets.UTF_8));
        assertThat(event.getDomain()).isEqualTo("basic");
        assertThat(event.getSamplingRate()).isEqualTo(1);
        assertThat(event.getDescriptorsList()).hasSize(1);
        var descriptor = event.getDescriptors(0);
        assertThat(descriptor.getRule()).isEqualTo("narrow");
        assertThat(descriptor.getRequestsPerUnit()).isEqualTo(10);
        assertThat(descriptor.getUnit()).isEqualTo("year");
        assertThat(descriptor.getEntries(0).getKey()).isEqualTo("narrow");
        assertThat(descriptor.getEntries(0).getValueHash().isEmpty()).isTrue();
        assertThat(Topic.await(TOPIC, this::isOfNarrow, 1))
                .noneMatch(any -> new String(any.value(), StandardCharsets.ISO_8859_1).contains(mine));
    }

    @Test
    void whatNoRuleNamesIsNotToldOf() {
        double before = count("sent");
        given().body("{\"domain\": \"basic\", \"descriptors\": [{\"entries\": [{\"key\": \"%s\"}]}]}".formatted(mine))
                .post("/json");
        decide(mine);

        await().atMost(LONG).until(() -> count("sent") > before);
        assertThat(Topic.await(TOPIC, this::isOfNarrow, 1))
                .noneMatch(any -> new String(any.value(), StandardCharsets.ISO_8859_1).contains(mine));
    }

    /** Whoever waited for Kafka would wait for ten seconds, once its queue is full for good. */
    @Test
    void whileKafkaHangsDecisionsGoOnAndEventsAreDroppedAndCounted() {
        double dropped = count("dropped");
        TestServers.get(Server.KAFKA).pause();

        var slowest = Duration.ZERO;
        for (int i = 0; i < 6 * QUEUE; i++) {
            long begun = System.nanoTime();
            assertThat(decide(mine)).isIn(200, 429);
            var took = Duration.ofNanos(System.nanoTime() - begun);
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
        }

        assertThat(slowest).isLessThan(Duration.ofSeconds(5));
        assertThat(count("dropped") - dropped).isGreaterThan(0);

        TestServers.get(Server.KAFKA).resume();
        double sent = count("sent");
        await().atMost(LONG).until(() -> {
            decide(mine);
            return count("sent") > sent + QUEUE;
        });
    }

    private boolean isOfNarrow(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), StandardCharsets.ISO_8859_1).contains("narrow");
    }

    private static int decide(String value) {
        return given().body("""
                        {"domain": "basic", "descriptors": [{"entries": [{"key": "narrow", "value": "%s"}]}]}""".formatted(value)).post("/json").statusCode();
    }

    private double count(String outcome) {
        return metrics.get("limiter.decisions.events")
                .tag("outcome", outcome)
                .counter()
                .count();
    }
}
