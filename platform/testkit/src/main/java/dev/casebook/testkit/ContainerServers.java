package dev.casebook.testkit;

import dev.casebook.servers.KafkaTopics;
import dev.casebook.servers.Ports;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The same servers from images, for those who have Docker and prefer it. */
final class ContainerServers implements Backend {

    private static final String POSTGRESQL_IMAGE = "postgres:18.4";
    private static final String KAFKA_IMAGE = "apache/kafka:4.1.1";
    private static final String REDIS_IMAGE = "redis:7.0.15";
    private static final String PASSWORD = "test";

    private final Module module;

    ContainerServers(Module module) {
        this.module = module;
    }

    @Override
    public TestServer create(Server server) {
        return switch (server) {
            case POSTGRESQL -> postgresql();
            case KAFKA -> kafka();
            case REDIS_CACHE -> redis("casebook.redis.cache.url", "--maxmemory-policy", "allkeys-lru");
            case REDIS_STATE -> redis("casebook.redis.state.url", "--appendonly", "yes");
        };
    }

    private TestServer postgresql() {
        int port = Ports.free();
        var container = new PostgreSQLContainer(POSTGRESQL_IMAGE)
                .withDatabaseName(module.database())
                .withUsername(module.database())
                .withPassword(PASSWORD);
        container.setPortBindings(List.of(port + ":5432"));
        return new ContainerServer(
                container,
                Map.of(
                        "quarkus.datasource.jdbc.url",
                        "jdbc:postgresql://localhost:%d/%s".formatted(port, module.database()),
                        "quarkus.datasource.username",
                        module.database(),
                        "quarkus.datasource.password",
                        PASSWORD));
    }

    private TestServer kafka() {
        int port = Ports.free();
        var address = "localhost:" + port;
        var container = new KafkaContainer(KAFKA_IMAGE).withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        container.setPortBindings(List.of(port + ":9092"));
        container.start();
        KafkaTopics.create(address, module.stack().topics());
        return new ContainerServer(container, Map.of("kafka.bootstrap.servers", address));
    }

    private TestServer redis(String setting, String... options) {
        int port = Ports.free();
        var command = "redis-server --requirepass " + PASSWORD + " " + String.join(" ", options);
        var container = new GenericContainer<>(REDIS_IMAGE).withCommand(command);
        container.setPortBindings(List.of(port + ":6379"));
        return new ContainerServer(container, Map.of(setting, "redis://:%s@localhost:%d".formatted(PASSWORD, port)));
    }
}
