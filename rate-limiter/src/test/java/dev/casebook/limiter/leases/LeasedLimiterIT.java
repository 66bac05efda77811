package dev.casebook.limiter.leases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.limiter.client.leases.Fallback;
import dev.casebook.limiter.client.leases.LeaseClientSettings;
import dev.casebook.limiter.client.leases.LeasedLimit.Outcome;
import dev.casebook.limiter.client.leases.LeasedLimiter;
import dev.casebook.testkit.WithServers;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The caller's library with the limiter that it is made for. */
@QuarkusTest
@WithServers("redis-state")
class LeasedLimiterIT {

    private static final long LIMIT = 100;
    private static final long LARGEST_LEASE = 5;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    private final String mine = UUID.randomUUID().toString();
    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        channel = channel(port);
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Test
    void callersTogetherAdmitTheLimitAndNoMoreThanALeaseEachBeyond() {
        try (var one = limiter(channel, "60s");
                var other = limiter(channel, "60s")) {
            long admitted = Stream.of(one, other)
                    .map(limiter -> CompletableFuture.supplyAsync(() -> admittedUntilRefused(limiter)))
                    .toList()
                    .stream()
                    .mapToLong(CompletableFuture::join)
                    .sum();

            assertThat(admitted).isBetween(LIMIT - LARGEST_LEASE, LIMIT + 2 * LARGEST_LEASE);
        }
    }

    /** Renewals come while others spend, and none may be asked for that the limiter finds needless: it would not answer. */
    @Test
    void leasesFollowOneAnotherUnderLoad() {
        try (var limiter = limiter(channel, "10m")) {
            var many = Stream.generate(() -> CompletableFuture.runAsync(() -> spend(limiter, 1_000_000)))
                    .limit(2)
                    .toArray(CompletableFuture[]::new);

            assertThat(CompletableFuture.allOf(many)).succeedsWithin(Duration.ofMinutes(2));
        }
    }

    private void spend(LeasedLimiter limiter, int tokens) {
        var limit = limiter.limit(Map.of("huge", mine), new Fallback.Closed());
        for (int admitted = 0; admitted < tokens; ) {
            if (limit.tryAcquire() == Outcome.ADMITTED) {
                admitted++;
            }
        }
    }

    @Test
    void whatIsNotLimitedPassesWithoutWaiting() {
        try (var limiter = limiter(channel, "60s")) {
            var free = limiter.limit(Map.of("free", mine), new Fallback.Closed());
            assertThat(free.acquire().toCompletableFuture().join()).isTrue();

            assertThat(Stream.generate(free::tryAcquire).limit(1_000)).containsOnly(Outcome.ADMITTED);
        }
    }

    @Test
    void withoutTheLimiterTheFallbackDecides() {
        var nobody = channel(1);
        try (var limiter = limiter(nobody, "60s")) {
            assertThat(acquire(limiter, "a", new Fallback.Open())).isTrue();
            assertThat(limiter.reachable()).isFalse();
            assertThat(acquire(limiter, "b", new Fallback.Closed())).isFalse();
            var share = new Fallback.LocalShare(2, Duration.ofDays(1));
            assertThat(Stream.generate(() -> acquire(limiter, "c", share)).limit(3))
                    .containsExactly(true, true, false);
        } finally {
            nobody.shutdownNow();
        }
    }

    private long admittedUntilRefused(LeasedLimiter limiter) {
        long admitted = 0;
        while (acquire(limiter, "shared", new Fallback.Closed())) {
            admitted++;
        }
        return admitted;
    }

    private boolean acquire(LeasedLimiter limiter, String key, Fallback fallback) {
        return limiter.limit(Map.of(key, mine), fallback)
                .acquire()
                .toCompletableFuture()
                .join();
    }

    private static LeasedLimiter limiter(Channel channel, String patience) {
        var settings = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(LeaseClientSettings.class)
                .withDefaultValue("casebook.limiter.client.leases.patience", patience)
                .withDefaultValue("casebook.limiter.client.leases.answer-within", patience)
                .build()
                .getConfigMapping(LeaseClientSettings.class);
        return new LeasedLimiter(channel, "leases", settings);
    }

    private static ManagedChannel channel(int port) {
        return ManagedChannelBuilder.forAddress("localhost", port)
                .usePlaintext()
                .build();
    }
}
