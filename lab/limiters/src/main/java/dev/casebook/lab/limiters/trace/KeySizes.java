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
    private volatile boolean closed;

    /** @param seen that the domains' keys become known from */
    KeySizes(RedisCommands<String, String> redis, Commands seen) {
        this.redis = redis;
        this.seen = seen;
        this.thread = Thread.ofVirtual().start(this::ask);
    }

    private void ask() {
        try {
            while (!closed) {
                seen.domains().forEach(this::ask);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts it", e);
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
        closed = true;
        thread.join();
    }
}
