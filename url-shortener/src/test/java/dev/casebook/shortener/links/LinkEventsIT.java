package dev.casebook.shortener.links;

import static dev.casebook.shortener.Api.LINKS;
import static dev.casebook.shortener.Api.PATIENCE;
import static dev.casebook.shortener.Api.as;
import static dev.casebook.shortener.Api.create;
import static dev.casebook.shortener.Api.edit;
import static dev.casebook.shortener.Api.follow;
import static dev.casebook.shortener.Api.unique;
import static dev.casebook.testkit.Server.KAFKA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.casebook.chassis.kafka.CloudEvent;
import dev.casebook.contracts.shortener.v1.LinkChanged;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class LinkEventsIT {

    private static final String TOPIC = "url-shortener.links.v1";

    private final String alice = unique("alice");

    @Test
    void eachChangeLeavesAsAnEventInOrder() throws InvalidProtocolBufferException {
        var code = create(alice, "https://example.com/first");
        edit(alice, code, 1, "https://example.com/second");
        as(alice).delete(LINKS + "/" + code).then().statusCode(204);

        var events = awaitEvents(code, 3);

        assertThat(events)
                .extracting(
                        event -> CloudEvent.of(event.headers()).orElseThrow().type())
                .containsExactly(
                        "dev.casebook.shortener.link.created.v1",
                        "dev.casebook.shortener.link.updated.v1",
                        "dev.casebook.shortener.link.deleted.v1");
        var last = LinkChanged.parseFrom(events.getLast().value());
        assertThat(last.getVersion()).isEqualTo(3);
        assertThat(last.getDeleted()).isTrue();
        assertThat(last.getUrl()).isEqualTo("https://example.com/second");
    }

    @Test
    void refusedChangeLeavesNoEvent() throws InvalidProtocolBufferException {
        var code = create(alice, "https://example.com/first");
        as(alice)
                .header("If-Match", "\"9\"")
                .body(Map.of("url", "https://example.com/second"))
                .patch(LINKS + "/" + code)
                .then()
                .statusCode(412);
        edit(alice, code, 1, "https://example.com/third");

        var events = awaitEvents(code, 2);

        assertThat(LinkChanged.parseFrom(events.getLast().value()).getUrl()).isEqualTo("https://example.com/third");
    }

    @Test
    void linksAreMadeWhileKafkaIsDeadAndTheirEventsFollow() {
        var kafka = TestServers.get(KAFKA);
        kafka.kill();

        var code = create(alice, "https://example.com/");
        follow(code).statusCode(302);

        kafka.start();
        assertThat(awaitEvents(code, 1)).hasSize(1);
    }

    private static List<ConsumerRecord<String, byte[]>> awaitEvents(String code, int count) {
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        var bootstrap = TestServers.get(KAFKA).settings().get("kafka.bootstrap.servers");
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrap),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (record.key().equals(code)) {
                        found.add(record);
                    }
                });
                return found.size() >= count;
            });
        }
        return found;
    }
}
