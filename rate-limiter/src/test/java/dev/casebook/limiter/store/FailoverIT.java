package dev.casebook.limiter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.limiter.algorithms.FixedWindow;
import dev.casebook.limiter.algorithms.Rate;
import dev.casebook.servers.RedisServer;
import dev.casebook.testkit.WithServers;
import io.lettuce.core.KillArgs;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A primary that dies or hangs, and a replica that takes its place without having heard of everything: what passes then. */
@QuarkusTest
@WithServers
@TestProfile(FailoverIT.Watched.class)
class FailoverIT {

    private static final int LIMIT = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Nothing of it comes back while a test lasts. */
    private static final FixedWindow IN_A_YEAR = new FixedWindow(new Rate(LIMIT, Rate.MAX_PERIOD));

    public static final class Watched implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(SentinelServers.class));
        }
    }

    @Inject
    LimitStore one;

    @Inject
    Instances instances;

    private final Request hit = new Request("failover-" + UUID.randomUUID(), List.of(new Demand("key", IN_A_YEAR, 1)));
    private LimitStore other;
    private RedisServer primary;
    private RedisServer replica;

    @BeforeEach
    void bothInstancesAskThePrimary() {
        other = instances.another();
        SentinelServers.first().start();
        SentinelServers.second().start();
        for (var server : List.of(SentinelServers.first(), SentinelServers.second())) {
            SentinelServers.<String>ask(server, redis -> redis.configSet("masterauth", SentinelServers.PASSWORD));
        }
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            primary = isPrimary(SentinelServers.first()) ? SentinelServers.first() : SentinelServers.second();
            replica = primary == SentinelServers.first() ? SentinelServers.second() : SentinelServers.first();
            assertThat(isPrimary(primary)).isTrue();
            assertThat(SentinelServers.<String>ask(replica, redis -> redis.info("replication")))
                    .contains("role:slave", "master_link_status:up");
        });
        awaitAnswer();
    }

    @Test
    void whatTheReplicaHadNotHeardOfPassesOnceMoreAndNothingElse() {
        long known = admitted(300);
        awaitReplica();
        cutReplication();
        long lost = admitted(200);

        primary.kill();
        awaitAnswer();
        long afterwards = admittedUntilRefused();

        assertThat(known).isEqualTo(300);
        assertThat(lost).isEqualTo(200);
        assertThat(afterwards).isEqualTo(LIMIT - known);
    }

    @Test
    void nothingPassesTwiceWhenTheReplicaHadHeardOfAll() {
        long known = admitted(400);
        awaitReplica();

        primary.kill();
        awaitAnswer();

        assertThat(known + admittedUntilRefused()).isEqualTo(LIMIT);
    }

    /** It comes back as a replica, and whoever was connected to it goes to the new primary. */
    @Test
    void aPrimaryThatHangsIsLeftOnceItIsDemoted() {
        long known = admitted(400);
        awaitReplica();

        primary.pause();
        try {
            // Who becomes primary closes all connections, maybe the one that asks it.
            await().atMost(PATIENCE).ignoreExceptions().until(() -> isPrimary(replica));
        } finally {
            primary.resume();
        }
        await().atMost(PATIENCE).ignoreExceptions().until(() -> !isPrimary(primary));
        awaitAnswer();

        assertThat(known + admittedUntilRefused()).isEqualTo(LIMIT);
    }

    private static boolean isPrimary(RedisServer server) {
        return SentinelServers.<String>ask(server, redis -> redis.info("replication"))
                .contains("role:master");
    }

    /** So many hits, by the two instances in turn. */
    private long admitted(int hits) {
        return IntStream.range(0, hits)
                .filter(i -> admitted(i % 2 == 0 ? one : other))
                .count();
    }

    private long admittedUntilRefused() {
        return IntStream.iterate(0, i -> i + 1)
                .takeWhile(i -> admitted(i % 2 == 0 ? one : other))
                .count();
    }

    private boolean admitted(LimitStore instance) {
        return instance.decide(hit).toCompletableFuture().join().admitted();
    }

    private void awaitReplica() {
        assertThat(SentinelServers.<Long>ask(primary, redis -> {
                    // What this connection writes comes after what it waits for.
                    redis.set("mark", "");
                    return redis.waitForReplication(1, PATIENCE.toMillis());
                }))
                .isOne();
    }

    /** As a network does that fails between the two: the primary goes on. To pause the replica would not do, since its system goes on to receive. */
    private void cutReplication() {
        SentinelServers.<String>ask(replica, redis -> redis.configSet("masterauth", "wrong"));
        SentinelServers.<Long>ask(primary, redis -> redis.clientKill(KillArgs.Builder.typeSlave()));
        assertThat(SentinelServers.<String>ask(primary, redis -> redis.info("replication")))
                .contains("connected_slaves:0");
    }

    /** Costs nothing. */
    private void awaitAnswer() {
        var question = new Request(hit.domain(), List.of(new Demand("key", IN_A_YEAR, 0)));
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> one.decide(question).toCompletableFuture().join().admitted());
    }
}
