package dev.casebook.lab.limiters.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.lab.limiters.trace.Commands.Domain;
import dev.casebook.servers.Patience;
import dev.casebook.servers.Ports;
import dev.casebook.servers.RedisServer;
import dev.casebook.servers.ServerPlace;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorIT {

    private static final String KEY = "limiter:{GCRA}:trace";
    private static final String LAST_WORD = "that is all";

    @TempDir
    private static Path folder;

    private RedisServer server;
    private RedisClient client;
    private RedisCommands<String, String> redis;

    @BeforeEach
    void start() {
        var place = new ServerPlace(
                "127.0.0.1",
                Ports.free(),
                folder.resolve("data"),
                folder.resolve("redis.log"),
                Path.of("target/servers").toAbsolutePath());
        server = new RedisServer(RedisServer.Role.STATE, place, "secret", "32m", Patience.DEFAULT);
        server.start();
        client = RedisClient.create(server.url());
        redis = client.connect().sync();
    }

    @AfterEach
    void stop() {
        client.shutdown();
        server.close();
    }

    private void write(int bytes) {
        redis.eval(
                "redis.call('TIME') return redis.call('SET', KEYS[1], string.rep('x', ARGV[1]))",
                ScriptOutputType.STATUS,
                new String[] {KEY},
                Integer.toString(bytes));
    }

    @Test
    void scriptCallsAreToldApartFromWhatTheyCarryOut() throws Exception {
        try (var monitor = new Monitor(URI.create(server.url()), LAST_WORD)) {
            write(1);
            redis.get(KEY);
            write(2);
            redis.echo(LAST_WORD);

            assertThat(monitor.all().of("GCRA")).contains(new Domain(KEY, 2, 4));
        }
    }

    @Test
    void largestStateIsRememberedWhenItHasShrunk() throws Exception {
        try (var monitor = new Monitor(URI.create(server.url()), LAST_WORD);
                var sizes = new KeySizes(redis, monitor.soFar())) {
            write(5_000);
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(sizes.largest("GCRA")).isGreaterThan(5_000));
            long large = sizes.largest("GCRA");
            write(1);
            redis.echo(LAST_WORD);
            monitor.all();

            assertThat(sizes.largest("GCRA")).isEqualTo(large);
            assertThat(redis.memoryUsage(KEY)).isLessThan(500);
        }
    }
}
