package dev.casebook.testkit;

import java.util.Map;

/** Where the servers come from: {@code -Dinfra=embedded}, the default, or {@code -Dinfra=containers}. */
abstract sealed class Backend permits EmbeddedServers, ContainerServers {

    /** The servers listen on loopback and hold what a test made up. */
    static final String PASSWORD = "test";

    private final Module module;

    Backend(Module module) {
        this.module = module;
    }

    /** Never chosen by looking for Docker: a daemon without images would hang every build. */
    static Backend of(String infra, Module module) {
        return switch (infra) {
            case "embedded" -> new EmbeddedServers(module);
            case "containers" -> new ContainerServers(module);
            default ->
                throw new IllegalArgumentException("-Dinfra=%s is neither embedded nor containers".formatted(infra));
        };
    }

    final Module module() {
        return module;
    }

    /** A server that is yet to start. */
    final TestServer create(Server server) {
        return switch (server) {
            case POSTGRESQL -> postgresql();
            case KAFKA -> kafka();
            case REDIS_CACHE, REDIS_STATE -> redis(server);
        };
    }

    abstract TestServer postgresql();

    abstract TestServer kafka();

    abstract TestServer redis(Server server);

    final Map<String, String> databaseSettings(String url) {
        return Map.of(
                "quarkus.datasource.jdbc.url", url,
                "quarkus.datasource.username", module.database(),
                "quarkus.datasource.password", PASSWORD);
    }

    static Map<String, String> kafkaSettings(String bootstrapServers) {
        return Map.of("kafka.bootstrap.servers", bootstrapServers);
    }

    static Map<String, String> redisSettings(Server server, String url) {
        var role = server == Server.REDIS_CACHE ? "cache" : "state";
        return Map.of("casebook.redis.%s.url".formatted(role), url);
    }
}
