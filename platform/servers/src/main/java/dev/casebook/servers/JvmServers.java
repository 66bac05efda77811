package dev.casebook.servers;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Servers that everything in this JVM shares, until it ends. For tests, whose own classes are loaded several times in a JVM. */
public final class JvmServers {

    private static final Map<String, ServerProcess> SERVERS = new ConcurrentHashMap<>();

    private JvmServers() {}

    /** @param create makes it, without starting it, for whoever asks first; its processes are killed when the JVM ends, however that happens */
    public static <T extends ServerProcess> T get(String name, Class<T> type, Supplier<T> create) {
        return type.cast(SERVERS.computeIfAbsent(name, absent -> {
            var server = create.get();
            server.onStart(Leash::hold);
            Runtime.getRuntime().addShutdownHook(new Thread(server::kill));
            return server;
        }));
    }
}
