package dev.casebook.servers;

import java.nio.file.Path;
import java.time.Duration;

/** Where the servers of these tests live. */
final class Places {

    static final String HOST = "127.0.0.1";

    /** Enough for a busy machine; a port that stays taken is said as soon as to a user. */
    static final Patience PATIENCE =
            new Patience(Duration.ofSeconds(180), Duration.ofSeconds(120), Patience.DEFAULT.port());

    private Places() {}

    static ServerPlace in(Path folder) {
        return onPort(folder, Ports.free());
    }

    static ServerPlace onPort(Path folder, int port) {
        return new ServerPlace(
                HOST, port, folder.resolve("data"), folder.resolve("server.log"), Path.of("target", "cache"));
    }
}
