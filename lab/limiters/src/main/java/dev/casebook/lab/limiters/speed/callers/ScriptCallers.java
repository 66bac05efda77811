package dev.casebook.lab.limiters.speed.callers;

import dev.casebook.lab.limiters.services.Orders;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;

/** The least that a correct limiter on Redis does without batches: a script call for each decision, on one connection, with nothing around it. */
public final class ScriptCallers {

    /** GCRA by the clock of Redis, in whole microseconds. ARGV: interval, burst, cost. Answer: admitted, hits left. */
    private static final String SCRIPT = """
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local interval, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
            local idle = math.max(now, tonumber(redis.call('GET', KEYS[1]) or 0))
            local after = idle + cost * interval
            local admitted = after - now <= burst * interval
            if admitted and cost > 0 then
              redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', math.ceil((after - now) / 1000))
            end
            if not admitted then after = idle end
            return { admitted and 1 or 0, math.floor(burst - (after - now) / interval) }
            """;

    private ScriptCallers() {}

    private record Script(RedisCommands<String, String> redis, String digest, long interval, long burst)
            implements Decider {

        @Override
        public boolean admits(String key) {
            return call(key, 1, 0) == 1;
        }

        @Override
        public long remaining(String key) {
            return call(key, 0, 1);
        }

        private long call(String key, long cost, int answer) {
            return redis.<List<Long>>evalsha(
                            digest,
                            ScriptOutputType.MULTI,
                            new String[] {"speed:" + key},
                            Long.toString(interval),
                            Long.toString(burst),
                            Long.toString(cost))
                    .get(answer);
        }
    }

    /** @param arguments the URL of Redis */
    public static void main(String[] arguments) throws Exception {
        var client = RedisClient.create(arguments[0]);
        var redis = client.connect().sync();
        var digest = redis.scriptLoad(SCRIPT);
        new Orders().serve(new Callers(limit -> new Script(redis, digest, interval(limit), limit.burst())));
        client.shutdown();
    }

    private static long interval(Limit limit) {
        return Math.max(1, limit.period().toNanos() / 1_000 / limit.count());
    }
}
