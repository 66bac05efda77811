package dev.casebook.testkit;

import dev.casebook.servers.KafkaTopics;
import dev.casebook.servers.Ports;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The same servers from images, for those who have Docker and prefer it. */
final class ContainerServers extends Backend {

    private static final String POSTGRESQL_IMAGE = "postgres:18.4";
    private static final String KAFKA_IMAGE = "apache/kafka:4.1.1";
    private static final String REDIS_IMAGE = "redis:7.0.15";

    ContainerServers(Module module) {
        super(module);
    }

    @Override
    TestServer postgresql() {
        var database = module().database();
        var container = new PostgreSQLContainer(POSTGRESQL_IMAGE)
                .withDatabaseName(database)
                .withUsername(database)
                .withPassword(PASSWORD);
        int port = bind(container, 5432);
        return new ContainerServer(
                container, databaseSettings("jdbc:postgresql://localhost:%d/%s".formatted(port, database)));
    }

    @Override
    TestServer kafka() {
        var container = new KafkaContainer(KAFKA_IMAGE).withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        var address = "localhost:" + bind(container, 9092);
        container.start();
        KafkaTopics.create(address, module().stack().topics());
        return new ContainerServer(container, kafkaSettings(address));
    }

    @Override
    TestServer redis(Server server) {
        var options = server == Server.REDIS_CACHE ? "--maxmemory-policy allkeys-lru" : "--appendonly yes";
        var container = new GenericContainer<>(REDIS_IMAGE)
                .withCommand("redis-server --requirepass %s %s".formatted(PASSWORD, options));
        int port = bind(container, 6379);
        return new ContainerServer(
                container, redisSettings(server, "redis://:%s@localhost:%d".formatted(PASSWORD, port)));
    }

    private static int bind(GenericContainer<?> container, int inside) {
        int port = Ports.free();
        container.setPortBindings(List.of(port + ":" + inside));
        return port;
    }
}
