package dev.casebook.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * For a profile whose service starts while a server is away: {@code new TestResourceEntry(StoppedServer.class, Map.of("server", "KAFKA"))}, besides
 * {@link WithServers}.
 */
public final class StoppedServer implements QuarkusTestResourceLifecycleManager {

    private Server server;

    @Override
    public void init(Map<String, String> arguments) {
        server = Server.valueOf(arguments.get("server"));
    }

    /** After {@link WithServers} has started it. */
    @Override
    public int order() {
        return 1;
    }

    @Override
    public Map<String, String> start() {
        TestServers.get(server).stop();
        return Map.of();
    }

    @Override
    public void stop() {}
}
