package dev.casebook.lab.limiters.trace;

import io.lettuce.core.api.sync.RedisCommands;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Asks Redis again and again how large the state of each domain is, until it is closed. */
final class KeySizes implements AutoCloseable {

    private static final long PAUSE_MILLIS = 50;

    private final RedisCommands<String, String> redis;
    private final Commands seen;
    private final Map<String, Long> largest = new ConcurrentHashMap<>();
    private final Thread thread;

    /** @param seen that the domains' keys become known from */
    KeySizes(RedisCommands<String, String> redis, Commands seen) {
        this.redis = redis;
        this.seen = seen;
        this.thread = Thread.ofVirtual().start(this::ask);
    }

    private void ask() {
        try {
            while (!Thread.interrupted()) {
                seen.domains().forEach(this::ask);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    private void ask(String domain) {
        seen.of(domain)
                .map(counted -> redis.memoryUsage(counted.key()))
                .ifPresent(bytes -> largest.merge(domain, bytes, Math::max));
    }

    /** In bytes, its name and all that Redis keeps beside it included; 0 when it was never there while it was looked at. */
    long largest(String domain) {
        return largest.getOrDefault(domain, 0L);
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
