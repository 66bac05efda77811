package dev.casebook.limiter.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.chassis.redis.Redis;
import dev.casebook.chassis.redis.RedisRole;
import dev.casebook.chassis.redis.RedisRole.Role;
import dev.casebook.limiter.algorithms.Rate;
import dev.casebook.limiter.algorithms.TokenBucket;
import dev.casebook.testkit.WithServers;
import io.lettuce.core.ScriptOutputType;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Short cuts on a shared store, each beside what it costs. */
@QuarkusTest
@WithServers("redis-state")
class NaiveStoreIT {

    private static final int LIMIT = 10;
    private static final TokenBucket TEN_AN_HOUR = new TokenBucket(new Rate(LIMIT, 3_600_000_000L), LIMIT);

    /** A token bucket that is told the time by whoever calls. */
    private static final String CLIENT_CLOCK = """
            local now, limit, period = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
            local state = redis.call('HMGET', KEYS[1], 'tokens', 'at')
            local tokens, at = tonumber(state[1] or limit), tonumber(state[2] or now)
            tokens = math.min(limit, tokens + math.max(0, now - at) * limit / period)
            local admitted = tokens >= 1
            if admitted then tokens = tokens - 1 end
            redis.call('HSET', KEYS[1], 'tokens', tokens, 'at', now)
            return admitted and 1 or 0
            """;

    private static final String COMPARE_AND_SWAP = """
            if (redis.call('GET', KEYS[1]) or '0') ~= ARGV[1] then return 0 end
            redis.call('SET', KEYS[1], ARGV[2])
            return 1
            """;

    @Inject
    LimitStore store;

    @Inject
    @RedisRole(Role.STATE)
    Redis redis;

    private final String domain = "naive-" + UUID.randomUUID();
    private final String key = domain + ":naive";

    /** What everyone writes first: read the counter, compare, write it back. */
    @Test
    void readThenWriteAdmitsEveryoneWhoReadsTheSame() {
        var read = IntStream.range(0, 50).mapToObj(_ -> counter()).toList();

        long naive = read.stream()
                .filter(count -> count < LIMIT)
                .peek(count -> redis.ask(commands -> commands.set(key, Integer.toString(count + 1))))
                .count();

        assertThat(naive).isEqualTo(50);
        assertThat(counter()).isEqualTo(1);
        assertThat(admittedByTheStore(50)).isEqualTo(LIMIT);
    }

    /** Two instances in turn, whose clocks are an hour apart: each time the second asks, an hour seems to have gone by. */
    @Test
    void clientClockInTheScriptRefillsTheBucketByTheDifferenceOfTheClocks() {
        var right = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
        var fast = Clock.offset(right, Duration.ofHours(1));

        long naive = Stream.iterate(right, clock -> clock == right ? fast : right)
                .limit(100)
                .filter(this::admittedByClientClock)
                .count();

        assertThat(naive).isEqualTo(100);
        assertThat(admittedByTheStore(100)).isEqualTo(LIMIT);
    }

    /** All read, one wins, and the others begin again: n callers need about n² / 2 attempts, which is what bucket4j does on a hot key. */
    @Test
    void compareAndSwapOnAHotKeyTriesAgainAndAgain() {
        int callers = 40;
        int attempts = 0;
        for (int left = callers; left > 0; left--) {
            int read = counter();
            var swaps = new ArrayList<CompletionStage<Long>>();
            for (int i = 0; i < left; i++) {
                swaps.add(swap(read));
            }
            attempts += swaps.size();
            assertThat(swaps.stream()
                            .mapToLong(swap -> swap.toCompletableFuture().join())
                            .sum())
                    .isOne();
        }
        assertThat(attempts).isEqualTo(callers * (callers + 1) / 2);

        redis.ask(commands -> commands.configResetstat());
        admittedByTheStore(callers);
        assertThat(scriptCalls()).isBetween(1L, callers / 2L);
    }

    private int counter() {
        var value = redis.<String>ask(commands -> commands.get(key));
        return value == null ? 0 : Integer.parseInt(value);
    }

    private CompletionStage<Long> swap(int read) {
        String[] keys = {key};
        return redis.call(commands -> commands.eval(
                COMPARE_AND_SWAP, ScriptOutputType.INTEGER, keys, Integer.toString(read), Integer.toString(read + 1)));
    }

    private boolean admittedByClientClock(Clock clock) {
        String[] keys = {key};
        return redis.<Long>ask(commands -> commands.eval(
                        CLIENT_CLOCK,
                        ScriptOutputType.INTEGER,
                        keys,
                        Long.toString(clock.millis()),
                        Integer.toString(LIMIT),
                        Long.toString(Duration.ofHours(1).toMillis())))
                == 1;
    }

    /** So many at the same time. */
    private long admittedByTheStore(int callers) {
        var request = new Request(domain, List.of(new Demand("hot", TEN_AN_HOUR, 1)));
        return Stream.generate(() -> store.decide(request)).limit(callers).toList().stream()
                .filter(verdict -> verdict.toCompletableFuture().join().admitted())
                .count();
    }

    private long scriptCalls() {
        return ScriptCalls.in(redis.<String>ask(commands -> commands.info("commandstats")));
    }
}
