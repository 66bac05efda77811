package dev.casebook.lab.limiters.speed;

import dev.casebook.lab.limiters.speed.callers.Order;
import dev.casebook.lab.machine.Component;
import dev.casebook.lab.machine.ProcessTree;
import java.time.Duration;
import java.util.OptionalDouble;

/** Has contestants run, and says what it cost. */
final class Stopwatch {

    private static final double NANOS = 1e3;
    private static final long ENOUGH_KEYS = 1_000;

    private final RedisProbe probe;
    private final ProcessTree redis;

    Stopwatch(RedisProbe probe, Component redis) {
        this.probe = probe;
        this.redis = new ProcessTree(redis);
    }

    /** On an empty Redis. */
    Round measure(Contestant contestant, String keys, int number, Order order) {
        var process = new ProcessTree(contestant.process());
        probe.empty();
        long bytes = probe.usedBytes();
        long commands = probe.commands();
        var cpu = process.cpu();
        var redisCpu = redis.cpu();
        var tally = contestant.run(order);
        double decisions = Math.max(1, tally.decisions());
        return new Round(
                contestant.name(),
                keys,
                number,
                order,
                tally,
                (probe.commands() - commands) / decisions,
                micros(process.cpu().minus(cpu)) / decisions,
                micros(redis.cpu().minus(redisCpu)) / decisions,
                bytesOfAKey(bytes));
    }

    private OptionalDouble bytesOfAKey(long before) {
        long keys = probe.keys();
        return keys < ENOUGH_KEYS
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) (probe.usedBytes() - before) / keys);
    }

    private static double micros(Duration time) {
        return time.toNanos() / NANOS;
    }
}
