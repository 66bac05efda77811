package dev.casebook.lab.limiters.services;

import dev.casebook.servers.Patience;
import dev.casebook.servers.Ports;
import dev.casebook.servers.ServerPlace;
import dev.casebook.servers.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** envoyproxy/ratelimit, with its settings as they are but for where things are, and what a check or a benchmark says. */
public final class TheirService extends ServerProcess {

    private final Path program;
    private final Settings settings;
    private final Map<String, String> differences;
    private final int grpc = Ports.free();
    private final int debug = Ports.free();
    private final int metrics = Ports.free();

    public TheirService(Path program, ServerPlace place, Settings settings, Map<String, String> differences) {
        super("envoyproxy/ratelimit", place, Patience.DEFAULT);
        this.program = program;
        this.settings = settings;
        this.differences = differences;
    }

    public Endpoint endpoint() {
        return new Endpoint(
                name(),
                grpc,
                URI.create("http://%s:%d/json".formatted(place().host(), place().port())),
                URI.create("http://%s:%d/metrics".formatted(place().host(), metrics)));
    }

    @Override
    protected List<Integer> ports() {
        return List.of(place().port(), grpc, debug, metrics);
    }

    @Override
    protected ProcessBuilder prepare() {
        var builder = new ProcessBuilder(program.toString());
        var environment = builder.environment();
        var host = place().host();
        environment.put("HOST", host);
        environment.put("PORT", Integer.toString(place().port()));
        environment.put("GRPC_HOST", host);
        environment.put("GRPC_PORT", Integer.toString(grpc));
        environment.put("DEBUG_HOST", host);
        environment.put("DEBUG_PORT", Integer.toString(debug));
        environment.put("USE_STATSD", "false");
        environment.put("USE_PROMETHEUS", "true");
        environment.put("PROMETHEUS_ADDR", host + ":" + metrics);
        environment.put("RUNTIME_ROOT", settings.rules().getParent().getParent().toString());
        environment.put(
                "RUNTIME_SUBDIRECTORY",
                settings.rules().getParent().getFileName().toString());
        environment.put("RUNTIME_APPDIRECTORY", settings.rules().getFileName().toString());
        environment.put("RUNTIME_WATCH_ROOT", "false");
        environment.put("BACKEND_TYPE", "redis");
        environment.put("REDIS_SOCKET_TYPE", "tcp");
        environment.put(
                "REDIS_URL", settings.redis().getHost() + ":" + settings.redis().getPort());
        environment.put("REDIS_AUTH", settings.redisPassword());
        environment.putAll(differences);
        return builder;
    }

    @Override
    protected boolean answers() throws IOException {
        return Http.status(URI.create("http://%s:%d/healthcheck".formatted(place().host(), place().port()))) == 200;
    }
}
