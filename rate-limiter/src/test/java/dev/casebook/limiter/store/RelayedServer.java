package dev.casebook.limiter.store;

import dev.casebook.servers.JvmServers;
import dev.casebook.servers.Patience;
import dev.casebook.servers.Ports;
import dev.casebook.servers.RedisServer;
import dev.casebook.servers.ServerPlace;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One Redis behind two ports, on which the test has relays: one for each role, so that there are two connections. */
public final class RelayedServer implements QuarkusTestResourceLifecycleManager {

    static final String ONE = "test.relay.one";
    static final String OTHER = "test.relay.other";

    private static final String PASSWORD = "secret";

    /** Quarkus loads this class twice, so what has to be one for the whole JVM is not kept in it. */
    static RedisServer server() {
        return JvmServers.get("relayed", RedisServer.class, () -> {
            var folder = Path.of("target", "servers", "relayed-" + UUID.randomUUID());
            var place = new ServerPlace(
                    "127.0.0.1",
                    Ports.free(),
                    folder.resolve("data"),
                    folder.resolve("log"),
                    Path.of("target", "servers"));
            return new RedisServer(RedisServer.Role.STATE, place, PASSWORD, "32m", List.of(), Patience.DEFAULT);
        });
    }

    @Override
    public Map<String, String> start() {
        server().start();
        int one = Ports.free();
        int other = Ports.free();
        return Map.of(
                ONE,
                Integer.toString(one),
                OTHER,
                Integer.toString(other),
                "casebook.redis.state.url",
                url(one),
                "casebook.redis.cache.url",
                url(other));
    }

    private static String url(int port) {
        return server().url().replace(":" + server().place().port(), ":" + port);
    }

    /** It ends with the JVM. */
    @Override
    public void stop() {}
}
