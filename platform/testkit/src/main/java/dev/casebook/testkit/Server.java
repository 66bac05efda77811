package dev.casebook.testkit;

import java.util.Arrays;
import java.util.Locale;

/** The servers that a test can have. */
public enum Server {
    POSTGRESQL,
    KAFKA,
    REDIS_CACHE,
    REDIS_STATE;

    /** @param name as {@code stack.yaml} has it */
    static Server named(String name) {
        return Arrays.stream(values())
                .filter(server -> server.title().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("@WithServers names %s, and there are %s"
                        .formatted(
                                name, Arrays.stream(values()).map(Server::title).toList())));
    }

    private String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
