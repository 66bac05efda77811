package dev.casebook.lab.limiters.services;

import dev.casebook.lab.gateways.LimiterBeside;
import dev.casebook.servers.Patience;
import dev.casebook.servers.Ports;
import dev.casebook.servers.RedisServer;
import dev.casebook.servers.ServerPlace;
import dev.casebook.servers.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Our rate limiter with a Redis of its own. Both end with this JVM. */
public final class OurLimiter implements LimiterBeside {

    private static final String HOST = "127.0.0.1";
    private static final String MEMORY = "64m";
    private static final Path CACHE = Path.of(".casebook", "cache");

    private final RedisServer redis;
    private final OurService service;

    private OurLimiter(Path folder, Path jar, String rules) throws IOException {
        redis = new RedisServer(
                RedisServer.Role.STATE,
                place(folder, "redis"),
                UUID.randomUUID().toString(),
                MEMORY,
                Patience.DEFAULT);
        var ruleFolder = Files.createDirectories(folder.resolve("runtime/ratelimit/config"));
        Files.writeString(ruleFolder.resolve("lab.yaml"), rules);
        service = new OurService(
                "rate-limiter",
                jar,
                place(folder, "rate-limiter"),
                new Settings(ruleFolder.toAbsolutePath(), URI.create(redis.url())),
                Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> all().forEach(ServerProcess::kill)));
    }

    /** {@link LimiterBeside.Start} */
    public static OurLimiter start(Path folder, Path jar, String rules) throws IOException {
        var limiter = new OurLimiter(folder, jar, rules);
        try {
            limiter.all().forEach(ServerProcess::start);
            return limiter;
        } catch (RuntimeException e) {
            limiter.close();
            throw e;
        }
    }

    private static ServerPlace place(Path folder, String name) {
        return new ServerPlace(HOST, Ports.free(), folder.resolve(name), folder.resolve(name + ".log"), CACHE);
    }

    private List<ServerProcess> all() {
        return List.of(redis, service);
    }

    @Override
    public String address() {
        return "%s:%d/%d".formatted(HOST, service.place().port(), management());
    }

    @Override
    public int management() {
        return service.endpoint().metrics().getPort();
    }

    @Override
    public void close() {
        all().reversed().forEach(ServerProcess::stop);
    }
}
