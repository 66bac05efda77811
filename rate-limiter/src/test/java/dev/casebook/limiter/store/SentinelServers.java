package dev.casebook.limiter.store;

import dev.casebook.servers.JvmServers;
import dev.casebook.servers.Patience;
import dev.casebook.servers.Ports;
import dev.casebook.servers.RedisSentinel;
import dev.casebook.servers.RedisServer;
import dev.casebook.servers.ServerPlace;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Two Redis servers, of which one replicates the other, and a Sentinel that promotes it. The service is told where the Sentinel is. */
public final class SentinelServers implements QuarkusTestResourceLifecycleManager {

    private static final String HOST = "127.0.0.1";
    static final String PASSWORD = "secret";

    /** Quarkus loads this class twice, so what has to be one for the whole JVM is not kept in it. */
    static RedisServer first() {
        return JvmServers.get("sentinel-first", RedisServer.class, () -> redis("first", List.of()));
    }

    static RedisServer second() {
        var primary = first().place().port();
        return JvmServers.get(
                "sentinel-second",
                RedisServer.class,
                () -> redis("second", List.of("replicaof %s %d".formatted(HOST, primary))));
    }

    private static RedisSentinel sentinel() {
        var primary = first();
        return JvmServers.get(
                "sentinel",
                RedisSentinel.class,
                () -> new RedisSentinel(place("sentinel"), primary, "limits", PASSWORD, Patience.DEFAULT));
    }

    /** Each may become a replica. */
    private static RedisServer redis(String name, List<String> further) {
        var settings = Stream.concat(further.stream(), Stream.of("masterauth " + PASSWORD))
                .toList();
        return new RedisServer(RedisServer.Role.STATE, place(name), PASSWORD, "32m", settings, Patience.DEFAULT);
    }

    private static ServerPlace place(String name) {
        var folder = Path.of("target", "servers", "sentinel-%s-%s".formatted(name, UUID.randomUUID()));
        return new ServerPlace(
                HOST, Ports.free(), folder.resolve("data"), folder.resolve("log"), Path.of("target", "servers"));
    }

    @Override
    public Map<String, String> start() {
        first().start();
        second().start();
        sentinel().start();
        return Map.of("casebook.redis.state.url", sentinel().url());
    }

    /** Asks one of the two itself. */
    static <T> T ask(RedisServer server, Function<RedisCommands<String, String>, T> question) {
        try (var client = RedisClient.create(server.url());
                var connection = client.connect()) {
            return question.apply(connection.sync());
        }
    }

    /** They end with the JVM. */
    @Override
    public void stop() {}
}
