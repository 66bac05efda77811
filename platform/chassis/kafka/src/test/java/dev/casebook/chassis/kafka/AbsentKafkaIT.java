package dev.casebook.chassis.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.testkit.Server;
import dev.casebook.testkit.StoppedServer;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithServers(value = "kafka", topics = AbsentKafkaIT.TOPIC)
@TestProfile(AbsentKafkaIT.DownAtStart.class)
class AbsentKafkaIT {

    /** Of the channels in application.properties. */
    static final String TOPIC = "kafka.things.v1";

    @Inject
    @Readiness
    KafkaReadiness readiness;

    @Inject
    @Liveness
    KafkaLiveness liveness;

    @Inject
    Reader reader;

    @Channel("things-out")
    Emitter<byte[]> things;

    @Test
    void serviceStartsWithoutKafkaAndReadsOnceItCame() {
        assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(readiness.call().getData().orElseThrow())
                        .containsEntry("things-in", "disconnected"));
        assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
        assertThat(liveness.call().getStatus()).isEqualTo(Status.UP);

        TestServers.get(Server.KAFKA).start();

        await().atMost(60, SECONDS).untilAsserted(() -> {
            things.send("hello".getBytes(UTF_8)).toCompletableFuture().join();
            assertThat(reader.seen()).contains("hello");
        });
        await().atMost(60, SECONDS)
                .untilAsserted(() ->
                        assertThat(readiness.call().getData().orElseThrow()).containsEntry("things-in", "connected"));
    }

    @ApplicationScoped
    static class Reader {

        private final Queue<String> seen = new ConcurrentLinkedQueue<>();

        @Incoming("things-in")
        void read(byte[] thing) {
            seen.add(new String(thing, UTF_8));
        }

        Queue<String> seen() {
            return seen;
        }
    }

    public static final class DownAtStart implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(StoppedServer.class, Map.of("server", "KAFKA")));
        }
    }
}
