package dev.casebook.lab.limiters.services;

import dev.casebook.lab.gateways.LimiterBeside;
import dev.casebook.servers.RedisServer;
import dev.casebook.servers.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Our rate limiter with a Redis of its own. Both end with this JVM. */
public final class OurLimiter implements LimiterBeside {

    private static final String MEMORY = "64m";
    private static final Path CACHE = Path.of(".casebook", "cache");

    private final RedisServer redis;
    private final OurService service;

    private OurLimiter(Path folder, Path jar, String rules) throws IOException {
        var places = new Places(folder, CACHE);
        redis = places.redis(MEMORY);
        var ruleFolder = Files.createDirectories(folder.resolve("runtime/ratelimit/config"));
        Files.writeString(ruleFolder.resolve("lab.yaml"), rules);
        service = new OurService(
                "rate-limiter",
                jar,
                places.of("rate-limiter"),
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

    private List<ServerProcess> all() {
        return List.of(redis, service);
    }

    @Override
    public String address() {
        return "%s:%d/%d".formatted(service.place().host(), service.place().port(), management());
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
