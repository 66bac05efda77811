package dev.casebook.limiter.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.chassis.redis.Redis;
import dev.casebook.chassis.redis.RedisRole;
import dev.casebook.chassis.redis.RedisRole.Role;
import dev.casebook.limiter.algorithms.FixedWindow;
import dev.casebook.limiter.algorithms.Rate;
import dev.casebook.testkit.WithServers;
import io.lettuce.core.RedisConnectionException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two connections that lose answers and break, with calls under way all the time: what passes, and what is charged. */
@QuarkusTest
@WithServers
@TestProfile(LossyRedisIT.Relayed.class)
class LossyRedisIT {

    private static final int LIMIT = 3_000;
    private static final int CALLERS = 8;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(5);
    private static final FixedWindow IN_A_YEAR = new FixedWindow(new Rate(LIMIT, Rate.MAX_PERIOD));

    public static final class Relayed implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(RelayedServer.class));
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "casebook.redis.state.timeout", "100ms",
                    "casebook.redis.cache.timeout", "100ms",
                    "casebook.redis.cache.breaker.window", "4",
                    "casebook.redis.cache.breaker.delay", "250ms",
                    "casebook.limiter.store.max-remembered", "0");
        }
    }

    @Inject
    LimitScript script;

    @Inject
    @RedisRole(Role.CACHE)
    Redis second;

    @Inject
    StoreSettings settings;

    @Inject
    ReservationSettings reservations;

    @ConfigProperty(name = RelayedServer.ONE)
    int one;

    @ConfigProperty(name = RelayedServer.OTHER)
    int other;

    private final String domain = "lossy-" + UUID.randomUUID();
    private final AtomicLong admitted = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();
    private List<LossyRelay> relays;

    @BeforeEach
    void relay() throws IOException {
        int target = RelayedServer.server().place().port();
        relays = List.of(new LossyRelay(one, target, 1), new LossyRelay(other, target, 2));
    }

    @AfterEach
    void end() throws IOException {
        for (var relay : relays) {
            relay.close();
        }
    }

    @Test
    void noMoreThanTheLimitPassesAndEachCallIsChargedOnce() {
        var stores = List.of(store(script), store(new LimitScript(second, reservations)));
        IntStream.range(0, CALLERS)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> callUntilRefused(stores.get(i % 2)), Thread::startVirtualThread))
                .toList()
                .forEach(caller -> caller.orTimeout(3, TimeUnit.MINUTES).join());

        assertThat(admitted.get()).isLessThanOrEqualTo(LIMIT);
        assertThat(unanswered.get()).isPositive();
        // Nothing but the calls that were not answered is charged beside those that passed, and no call twice.
        assertThat(LIMIT - admitted.get()).isLessThanOrEqualTo(unanswered.get());
    }

    private LimitStore store(LimitScript behind) {
        return new LimitStore(behind, new Refusals(settings), settings);
    }

    private void callUntilRefused(LimitStore store) {
        var hit = new Request(domain, List.of(new Demand("key", IN_A_YEAR, 1)));
        for (boolean refused = false; !refused; ) {
            try {
                boolean passed = store.decide(hit).toCompletableFuture().join().admitted();
                refused = !passed;
                admitted.addAndGet(passed ? 1 : 0);
            } catch (CompletionException e) {
                unanswered.addAndGet(mayHaveArrived(e.getCause()) ? 1 : 0);
                // What fails at once would be all that happens.
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    private static boolean mayHaveArrived(Throwable failure) {
        return !(failure instanceof CircuitBreakerOpenException)
                && !(failure instanceof RedisConnectionException)
                && !failure.getMessage().startsWith("Currently not connected");
    }
}
