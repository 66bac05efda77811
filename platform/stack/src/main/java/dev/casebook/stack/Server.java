package dev.casebook.stack;

import java.util.Optional;
import java.util.Set;

/**
 * A server that services depend on.
 *
 * @param port on loopback
 * @param heap the JVM's maximum heap, for Kafka, in the JVM's notation ({@code 128m})
 * @param memory the data limit, for Redis, in Redis's notation ({@code 64m})
 */
public record Server(int port, Optional<String> heap, Optional<String> memory) {

    public static final String POSTGRESQL = "postgresql";
    public static final String KAFKA = "kafka";
    public static final String REDIS_CACHE = "redis-cache";
    public static final String REDIS_STATE = "redis-state";

    static final Set<String> NAMES = Set.of(POSTGRESQL, KAFKA, REDIS_CACHE, REDIS_STATE);

    public Server {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port %d is not within 1 to 65535".formatted(port));
        }
    }

    static void checkName(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("%s is none of the known servers %s".formatted(name, NAMES));
        }
    }
}
