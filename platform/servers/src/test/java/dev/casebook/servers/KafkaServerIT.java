package dev.casebook.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.casebook.stack.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaServerIT {

    private static final Topic ORDERS = new Topic("shop.orders.v1", "order", 3, "7d");

    @TempDir
    Path folder;

    private KafkaServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.kill();
        }
    }

    @Test
    void acknowledgedRecordsSurviveKillAndRestart() throws Exception {
        server = start(Places.in(folder), ORDERS);
        send("one", "two", "three");

        server.kill();
        server.start();

        send("four");
        assertThat(read()).containsExactly("one", "two", "three", "four");
    }

    @Test
    void topicsAreThereOnceItIsReadyAndPartitionsOnlyGrow() throws Exception {
        server = start(Places.in(folder), ORDERS);
        assertThat(partitions()).isEqualTo(3);
        server.stop();

        server = start(server.place(), new Topic(ORDERS.name(), "order", 5, "7d"));
        assertThat(partitions()).isEqualTo(5);

        KafkaTopics.create(server.bootstrapServers(), List.of(ORDERS));
        assertThat(partitions()).isEqualTo(5);
    }

    @Test
    void pausedBrokerComesBack() throws Exception {
        server = start(Places.in(folder), ORDERS);

        server.pause();
        assertThatThrownBy(server::answers).isInstanceOf(IOException.class);

        server.resume();
        send("one");
        assertThat(read()).containsExactly("one");
    }

    @Test
    void stopEndsInOrder() {
        server = start(Places.in(folder), ORDERS);

        server.stop();

        // 128 + 15: a JVM that ran its shutdown hooks after SIGTERM.
        assertThat(server.onExit()).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(143);
    }

    @Test
    void damagedDataIsSaid() throws IOException {
        server = start(Places.in(folder), ORDERS);
        server.stop();
        Files.writeString(server.place().data().resolve("meta.properties"), "version=1\nnode.id=7\ncluster.id=other\n");

        assertThatThrownBy(server::start)
                .isInstanceOf(ServerException.class)
                .hasMessageContaining(server.place().data() + " is damaged");
    }

    @Test
    void aTakenPortIsSaid() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName(Places.HOST))) {
            var other = server(Places.onPort(folder, taken.getLocalPort()), ORDERS);

            assertThatThrownBy(other::start).isInstanceOf(ServerException.class).hasMessageContaining("in use");
        }
    }

    private static KafkaServer start(ServerPlace place, Topic topic) {
        var started = server(place, topic);
        started.start();
        return started;
    }

    private static KafkaServer server(ServerPlace place, Topic topic) {
        return new KafkaServer(place, "128m", List.of(topic), List.of(), Places.PATIENCE);
    }

    private int partitions() throws Exception {
        try (var admin = Admin.create(client())) {
            return admin.describeTopics(List.of(ORDERS.name()))
                    .allTopicNames()
                    .get()
                    .get(ORDERS.name())
                    .partitions()
                    .size();
        }
    }

    private void send(String... values) throws Exception {
        try (var producer = new KafkaProducer<>(client(), new StringSerializer(), new StringSerializer())) {
            for (var value : values) {
                producer.send(new ProducerRecord<>(ORDERS.name(), 0, "key", value))
                        .get();
            }
        }
    }

    private List<String> read() {
        try (var consumer = new KafkaConsumer<>(client(), new StringDeserializer(), new StringDeserializer())) {
            var partition = new TopicPartition(ORDERS.name(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            var values = new ArrayList<String>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }

    private Map<String, Object> client() {
        return Map.of("bootstrap.servers", server.bootstrapServers(), "acks", "all");
    }
}
