package dev.casebook.lab.limiters.speed;

import dev.casebook.lab.limiters.services.OurService;
import dev.casebook.servers.Patience;
import dev.casebook.servers.ServerPlace;
import dev.casebook.servers.ServerProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;

/** {@code lab/empty-method}: what Quarkus costs for a call that does nothing. */
final class EmptyService extends ServerProcess {

    private static final int CONNECT_MILLIS = 1_000;

    private final Path jar;

    EmptyService(String name, Path jar, ServerPlace place) {
        super(name, place, Patience.DEFAULT);
        this.jar = jar;
    }

    @Override
    protected ProcessBuilder prepare() {
        var builder = new ProcessBuilder(
                OurService.java("128m", "-jar", jar.toAbsolutePath().toString()));
        builder.environment().put("QUARKUS_HTTP_HOST", place().host());
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(place().port()));
        return builder;
    }

    @Override
    protected boolean answers() throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(place().host(), place().port()), CONNECT_MILLIS);
            return true;
        }
    }
}
