package dev.casebook.lab.limiters.peer;

import dev.casebook.lab.limiters.services.OurService;
import dev.casebook.lab.limiters.services.Places;
import dev.casebook.lab.limiters.services.Settings;
import dev.casebook.lab.limiters.services.TheirService;
import dev.casebook.servers.RedisServer;
import dev.casebook.servers.ServerProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The two limiters, with the same rules and one Redis, in which their keys do not meet. All of it ends with this JVM. */
final class Pair implements AutoCloseable {

    /** The last is of the load. */
    private static final List<String> RULES = List.of("/peer/alpha.yaml", "/peer/beta.yaml", "/speed/theirs.yaml");

    private static final String MEMORY = "256m";

    private static final Map<String, String> THEIRS = Map.of(
            "LIMIT_RESPONSE_HEADERS_ENABLED", "true",
            "RESPONSE_DYNAMIC_METADATA", "true",
            // Otherwise its counters may be ten seconds old.
            "STATS_FLUSH_INTERVAL", "100ms");

    /** It remembers no refusals, as theirs has no local cache unless told to. */
    private static final Map<String, String> OURS = Map.of(
            "CASEBOOK_LIMITER_RULES_MODE", "compat",
            "CASEBOOK_LIMITER_HEADERS_FAMILIES", "ratelimit",
            "CASEBOOK_LIMITER_ANSWERS_DYNAMIC_METADATA", "true",
            "CASEBOOK_LIMITER_STORE_MAX_REMEMBERED", "0",
            // COMPAT.md: theirs are without bound.
            "CASEBOOK_LIMITER_METRICS_MAX_SERIES", Integer.toString(Integer.MAX_VALUE),
            // As patient as theirs: a machine that stands still is no difference.
            "CASEBOOK_REDIS_STATE_TIMEOUT", "10s",
            "CASEBOOK_LIMITER_STORE_PATIENCE", "10s");

    private final Path folder;
    private final RedisServer redis;
    private final TheirService theirs;
    private final OurService ours;
    private RedisClient client;
    private StatefulRedisConnection<String, String> connection;

    /**
     * @param folder its own, for data, logs and rules
     * @param cache where Redis is unpacked
     */
    Pair(Path folder, Path cache, Path theirProgram, Path ourJar) throws IOException {
        this.folder = folder;
        var places = new Places(folder, cache);
        redis = places.redis(MEMORY);
        var settings = new Settings(rules(), URI.create(redis.url()));
        theirs = new TheirService(theirProgram, places.of("theirs"), settings, THEIRS);
        ours = new OurService("rate-limiter", ourJar, places.of("ours"), settings, OURS);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> all().forEach(ServerProcess::kill)));
    }

    private Path rules() throws IOException {
        var rules = folder.resolve("runtime/ratelimit/config").toAbsolutePath();
        Files.createDirectories(rules);
        for (var name : RULES) {
            try (var rule = Pair.class.getResourceAsStream(name)) {
                Files.copy(rule, rules.resolve(Path.of(name).getFileName()));
            }
        }
        return rules;
    }

    void start() {
        all().forEach(ServerProcess::start);
        client = RedisClient.create(redis.url());
        connection = client.connect();
    }

    /** Forgets all counters. */
    void empty() {
        connection.sync().flushall();
    }

    RedisServer redis() {
        return redis;
    }

    TheirService theirs() {
        return theirs;
    }

    OurService ours() {
        return ours;
    }

    private List<ServerProcess> all() {
        return List.of(redis, theirs, ours);
    }

    @Override
    public void close() {
        if (client != null) {
            client.shutdown();
        }
        all().reversed().forEach(ServerProcess::stop);
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
