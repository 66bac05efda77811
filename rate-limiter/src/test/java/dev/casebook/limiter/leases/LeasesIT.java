package dev.casebook.limiter.leases;

import static dev.casebook.limiter.leases.TestCaller.tokens;
import static dev.casebook.limiter.leases.TestCaller.usage;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.chassis.redis.Redis;
import dev.casebook.chassis.redis.RedisRole;
import dev.casebook.chassis.redis.RedisRole.Role;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse.Code;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse.DescriptorStatus;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitServiceGrpc;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaResponse.BucketAction;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaUsageReports;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitStrategy.BlanketRule;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServer;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithServers("redis-state")
class LeasesIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long LIMIT = 100;
    private static final long LARGEST_LEASE = 5;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    @Inject
    @RedisRole(Role.STATE)
    Redis redis;

    private final TestServer server = TestServers.get(Server.REDIS_STATE);
    private final String mine = UUID.randomUUID().toString();
    private ManagedChannel channel;
    private TestCaller caller;

    @BeforeEach
    void connect() {
        channel = ManagedChannelBuilder.forAddress("localhost", port)
                .usePlaintext()
                .build();
        caller = new TestCaller(channel, "leases");
        awaitStore();
    }

    @AfterEach
    void disconnect() {
        caller.close();
        channel.shutdownNow();
    }

    @Test
    void leasedAndRemoteCallersShareOneLimit() {
        long leased = tokens(caller.report(0, 1, bucket("shared")));

        assertThat(leased).isPositive();
        assertThat(remote("shared").getLimitRemaining()).isEqualTo(LIMIT - leased - 1);
    }

    @Test
    void callersTogetherSpendTheLimitAndNoMoreThanALeaseEachBeyond() {
        try (var other = new TestCaller(channel, "leases")) {
            var spent = Stream.of(caller, other)
                    .map(each -> CompletableFuture.supplyAsync(() -> each.spendAll(bucket("shared"))))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();

            assertThat(spent).extracting(TestCaller.Spent::largestLease).allMatch(most -> most <= LARGEST_LEASE);
            assertThat(spent.stream().mapToLong(TestCaller.Spent::tokens).sum())
                    .isBetween(LIMIT, LIMIT + 2 * LARGEST_LEASE);
            assertThat(remote("shared").getCode()).isEqualTo(Code.OVER_LIMIT);
        }
    }

    @Test
    void denialLastsUntilTheInstantAtWhichTheLimitFrees() {
        var denial = caller.spendAll(bucket("shared")).last();

        assertThat(denial.getQuotaAssignmentAction().getRateLimitStrategy().getBlanketRule())
                .isEqualTo(BlanketRule.DENY_ALL);
        long wait = denial.getQuotaAssignmentAction().getAssignmentTimeToLive().getSeconds();
        assertThat(wait - remote("shared").getDurationUntilReset().getSeconds()).isBetween(-1L, 60L);
    }

    @Test
    void leaseLastsNoLongerThanThePeriodAndNeverFills() {
        var lease = caller.report(0, 1, bucket("brief")).getQuotaAssignmentAction();

        assertThat(lease.getAssignmentTimeToLive().getSeconds()).isEqualTo(1);
        var tokens = lease.getRateLimitStrategy().getTokenBucket();
        assertThat(tokens.getFillInterval().getSeconds()
                        / tokens.getTokensPerFill().getValue())
                .isGreaterThan(10_000_000);
    }

    /** Envoy keeps the tokens of an assignment that is the same as the one before. */
    @Test
    void noTwoLeasesAreTheSame() {
        var first = caller.report(0, 1, bucket("brief"));
        var second = caller.report(tokens(first), 0, bucket("brief"));

        assertThat(second.getQuotaAssignmentAction().getRateLimitStrategy())
                .isNotEqualTo(first.getQuotaAssignmentAction().getRateLimitStrategy());
    }

    @Test
    void whatABrokenStreamHeldIsChargedAndNobodys() {
        long lost = tokens(caller.report(0, 1, bucket("shared")));
        caller.close();

        try (var next = new TestCaller(channel, "leases")) {
            assertThat(next.spendAll(bucket("shared")).tokens()).isEqualTo(LIMIT - lost);
        }
    }

    @Test
    void whatIsNotLimitedIsOpenAndWhatIsForbiddenDenied() {
        assertThat(blanket(caller.report(0, 1, bucket("unknown")))).isEqualTo(BlanketRule.ALLOW_ALL);
        assertThat(blanket(caller.report(0, 1, bucket("free")))).isEqualTo(BlanketRule.ALLOW_ALL);
        assertThat(blanket(caller.report(0, 1, bucket("shadow")))).isEqualTo(BlanketRule.ALLOW_ALL);
        assertThat(blanket(caller.report(0, 1, bucket("banned")))).isEqualTo(BlanketRule.DENY_ALL);
    }

    @Test
    void entriesOfABucketHaveNoOrder() {
        assertThat(tokens(caller.report(0, 1, Map.of("tenant", mine, "caller", mine))))
                .isPositive();
    }

    @Test
    void aMessageThatIsNoneEndsTheStreamAndChangesNothing() {
        long held = tokens(caller.report(0, 1, bucket("shared")));

        caller.send(usage(held, 100, bucket("shared")), usage(0, 1, Map.of()));

        assertThat(caller.end()).hasMessage("INVALID_ARGUMENT: a bucket must have an entry");
        assertThat(remote("shared").getLimitRemaining()).isEqualTo(LIMIT - held - 1);
    }

    @Test
    void aStreamNeedsADomain() {
        caller.close();
        try (var other = new TestCaller(channel, "")) {
            other.send(RateLimitQuotaUsageReports.getDefaultInstance());

            assertThat(other.end()).hasMessage("INVALID_ARGUMENT: the first message of a stream must name the domain");
        }
    }

    @Test
    void eachRuleSaysWhatIsAssignedWhileRedisIsGoneAndItComesBackByItself() {
        server.kill();
        await().atMost(LONG).until(() -> !redis.isConnected());
        try (var failing = new TestCaller(channel, "failing")) {
            var open = failing.report(0, 1, bucket("open"));
            assertThat(blanket(open)).isEqualTo(BlanketRule.ALLOW_ALL);
            assertThat(open.getQuotaAssignmentAction().getAssignmentTimeToLive().getSeconds())
                    .isEqualTo(1);
            assertThat(blanket(failing.report(0, 1, bucket("closed")))).isEqualTo(BlanketRule.DENY_ALL);
            assertThat(failing.spendAll(bucket("local")).tokens()).isEqualTo(3);

            // It leaves that to the caller, who hears nothing.
            failing.send(usage(0, 1, bucket("error")), usage(0, 1, Map.of("closed", "another")));
            assertThat(failing.actions())
                    .extracting(action -> action.getBucketId().getBucketMap())
                    .containsExactly(Map.of("closed", "another"));

            server.start();
            awaitStore();
            assertThat(tokens(failing.report(0, 1, bucket("error")))).isPositive();
        }
    }

    @Test
    void isMeasured() {
        caller.report(0, 1, bucket("shared"));

        assertThat(given().port(managementPort).get("/q/metrics").asString())
                .contains("limiter_leases_streams ")
                .contains("limiter_leases_tokens_total ")
                .contains("limiter_leases_assignments_total{kind=\"tokens\"}");
    }

    private static BlanketRule blanket(BucketAction action) {
        var strategy = action.getQuotaAssignmentAction().getRateLimitStrategy();
        assertThat(strategy.hasBlanketRule()).isTrue();
        return strategy.getBlanketRule();
    }

    private Map<String, String> bucket(String key) {
        return Map.of(key, mine);
    }

    private DescriptorStatus remote(String key) {
        return remote(key, mine);
    }

    private DescriptorStatus remote(String key, String value) {
        return RateLimitServiceGrpc.newBlockingStub(channel)
                .shouldRateLimit(RateLimitRequest.newBuilder()
                        .setDomain("leases")
                        .addDescriptors(RateLimitDescriptor.newBuilder()
                                .addEntries(RateLimitDescriptor.Entry.newBuilder()
                                        .setKey(key)
                                        .setValue(value)))
                        .build())
                .getStatuses(0);
    }

    private void awaitStore() {
        await().atMost(LONG)
                .ignoreExceptions()
                .until(() -> remote("shared", "await-" + UUID.randomUUID()).getLimitRemaining() > 0);
    }
}
