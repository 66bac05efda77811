package dev.casebook.servers;

import java.nio.file.Path;

/** Where the servers of these tests live. */
final class Places {

    static final String HOST = "127.0.0.1";

    private Places() {}

    static ServerPlace in(Path folder) {
        return onPort(folder, Ports.free());
    }

    static ServerPlace onPort(Path folder, int port) {
        return new ServerPlace(
                HOST, port, folder.resolve("data"), folder.resolve("server.log"), Path.of("target", "cache"));
    }
}
