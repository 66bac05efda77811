package dev.casebook.lab.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.machine.Servers;
import dev.casebook.servers.Patience;
import dev.casebook.servers.Ports;
import dev.casebook.servers.PostgresqlServer;
import dev.casebook.servers.RedisServer;
import dev.casebook.servers.ServerPlace;
import dev.casebook.stack.Stack;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresIT {

    @TempDir
    private Path folder;

    private PostgresqlServer postgresql;
    private RedisServer redis;
    private Path secrets;
    private Stores stores;

    @BeforeEach
    void start() throws IOException {
        var database = Map.of("url_shortener", "entry");
        postgresql = new PostgresqlServer(place("postgresql"), "secret", false, database, Patience.DEFAULT);
        redis = new RedisServer(RedisServer.Role.CACHE, place("redis"), "open", "16m", Patience.DEFAULT);
        postgresql.start();
        redis.start();
        var stack = Files.writeString(folder.resolve("stack.yaml"), """
                servers: { postgresql: { port: %d }, redis-cache: { port: %d } }
                services: { url-shortener: { ports: 1, heap: 64m, needs: [postgresql, redis-cache], database: url_shortener } }
                """.formatted(
                        postgresql.place().port(), redis.place().port()));
        secrets = Files.writeString(folder.resolve("secrets"), "url_shortener=entry\nredis-cache=open\n");
        stores = new Stores(new Servers(Stack.load(stack), secrets));
    }

    @AfterEach
    void stop() {
        redis.kill();
        postgresql.kill();
    }

    private ServerPlace place(String name) {
        return new ServerPlace(
                "127.0.0.1",
                Ports.free(),
                folder.resolve(name),
                folder.resolve(name + ".log"),
                Path.of("target", "servers"));
    }

    @Test
    void linksAndEntriesAreMeasured() throws Exception {
        execute(
                "CREATE TABLE links (id bigint PRIMARY KEY, url text)",
                "INSERT INTO links SELECT i, repeat('x', 100) FROM generate_series(1, 10000) i");
        try (var client = RedisClient.create(redis.url());
                var connection = client.connect()) {
            connection.sync().set("url-shortener:link:{abc}", "x".repeat(1_000));
            connection.sync().set("another", "x");
        }

        var stored = stores.read().orElseThrow();

        assertThat(stored.links()).isEqualTo(10_000);
        assertThat(stored.tableBytes()).isBetween(1_200_000L, 2_000_000L);
        assertThat(stored.indexBytes()).isBetween(150_000L, 400_000L);
        var cached = stored.cached().orElseThrow();
        assertThat(cached.entries()).isEqualTo(1);
        assertThat(cached.entryBytes()).isBetween(1_000.0, 2_000.0);

        redis.kill();
        assertThat(stores.read().orElseThrow().links()).isEqualTo(10_000);
        assertThat(stores.read().orElseThrow().cached()).isEmpty();
        Files.writeString(secrets, "url_shortener=entry\n");
        assertThatThrownBy(stores::read)
                .isInstanceOf(CannotRunException.class)
                .hasMessageContaining("has no secret redis-cache");
        postgresql.kill();
        assertThat(stores.read()).isEmpty();
    }

    private void execute(String... statements) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(postgresql.jdbcUrl("url_shortener"), "url_shortener", "entry");
                var statement = connection.createStatement()) {
            for (var each : statements) {
                statement.execute(each);
            }
        }
    }
}
