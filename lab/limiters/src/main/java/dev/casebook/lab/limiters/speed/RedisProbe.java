package dev.casebook.lab.limiters.speed;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.regex.Pattern;

/** What Redis says of itself. */
final class RedisProbe implements AutoCloseable {

    private static final Pattern CALLS = Pattern.compile("cmdstat_\\S+:calls=(\\d+)");
    private static final Pattern MEMORY = Pattern.compile("(?m)^used_memory:(\\d+)");

    private final RedisClient client;
    private final RedisCommands<String, String> redis;

    RedisProbe(String url) {
        client = RedisClient.create(url);
        redis = client.connect().sync();
    }

    /** Forgets all keys; scripts stay. */
    void empty() {
        redis.flushall();
    }

    /** All that were carried out so far, also those that a script carried out. */
    long commands() {
        return CALLS.matcher(redis.info("commandstats"))
                .results()
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .sum();
    }

    long usedBytes() {
        return MEMORY.matcher(redis.info("memory"))
                .results()
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .findFirst()
                .orElseThrow();
    }

    long keys() {
        return redis.dbsize();
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
