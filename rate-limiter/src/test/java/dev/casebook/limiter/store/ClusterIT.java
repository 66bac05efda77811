package dev.casebook.limiter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.limiter.algorithms.FixedWindow;
import dev.casebook.limiter.algorithms.Gcra;
import dev.casebook.limiter.algorithms.Rate;
import dev.casebook.servers.RedisServer;
import dev.casebook.testkit.WithServers;
import io.lettuce.core.MigrateArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithServers
@TestProfile(ClusterIT.Clustered.class)
class ClusterIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Redis elects within a few seconds; a client that looks again only after 30 s has its limits unenforced for as long. */
    private static final Duration TAKEOVER = Duration.ofSeconds(20);

    private static final int LIMIT = 100;
    private static final Rate IN_A_YEAR = new Rate(LIMIT, Rate.MAX_PERIOD);

    public static final class Clustered implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(ClusterServers.class));
        }
    }

    @Inject
    LimitStore store;

    private final String domain = "cluster-" + UUID.randomUUID();

    @BeforeEach
    void answers() {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> decide(domain, 0)
                .admitted());
    }

    @Test
    void limitsOfADomainAreAllOrNoneWhereverTheDomainLies() {
        var domains =
                Stream.generate(() -> "cluster-" + UUID.randomUUID()).limit(20).toList();

        for (var each : domains) {
            assertThat(decide(each, LIMIT).admitted()).isTrue();
            assertThat(decide(each, 1).admitted()).isFalse();
        }
        assertThat(domains.stream().map(each -> SlotHash.getSlot("{" + each + "}") * 3 / SlotHash.SLOT_COUNT))
                .contains(0, 1, 2);
    }

    @Test
    void whatHasMovedIsFound() {
        assertThat(decide(domain, 1).admitted()).isTrue();
        int slot = SlotHash.getSlot("{" + domain + "}");
        var from = owner(slot);
        var to = ClusterServers.nodes().stream()
                .filter(node -> node != from && isPrimary(node))
                .findFirst()
                .orElseThrow();

        move(slot, from, to);

        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(
                        decide(domain, 0).decisions().getFirst().remaining())
                .isEqualTo(LIMIT - 1));
    }

    @Test
    void aReplicaTakesOverWithWhatItHasHeardOf() {
        var node = owner(SlotHash.getSlot("{" + domain + "}"));
        assertThat(decide(domain, 40).admitted()).isTrue();
        awaitReplicaOf(node);

        node.kill();
        try {
            await().atMost(TAKEOVER).ignoreExceptions().untilAsserted(() -> assertThat(
                            decide(domain, 0).decisions().getFirst().remaining())
                    .isEqualTo(LIMIT - 40));
            long afterwards = IntStream.iterate(0, i -> i + 1)
                    .takeWhile(_ -> decide(domain, 1).admitted())
                    .count();
            assertThat(afterwards).isEqualTo(LIMIT - 40);
        } finally {
            node.start();
        }
    }

    /** As much as the node has written. */
    private static void awaitReplicaOf(RedisServer node) {
        long written = ClusterServers.<Long>ask(node, RedisCommands::dbsize);
        var id = ClusterServers.<String>ask(node, RedisCommands::clusterMyId);
        await().atMost(PATIENCE).until(() -> ClusterServers.nodes().stream()
                .filter(each -> each != node && follows(each, id))
                .anyMatch(each -> ClusterServers.<Long>ask(each, RedisCommands::dbsize) == written));
    }

    private static boolean follows(RedisServer node, String id) {
        return ClusterServers.<String>ask(node, RedisCommands::clusterNodes)
                .lines()
                .anyMatch(line -> line.contains("myself") && line.contains(id));
    }

    private static boolean isPrimary(RedisServer node) {
        return ClusterServers.<String>ask(node, redis -> redis.info("replication"))
                .contains("role:master");
    }

    private static RedisServer owner(int slot) {
        int port = ClusterServers.<String>ask(ClusterServers.nodes().get(1), redis -> redis.clusterNodes())
                .lines()
                .filter(line -> line.contains("master") && !line.contains("fail") && owns(line, slot))
                .map(line -> line.split("[ :@]")[2])
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElseThrow();
        return ClusterServers.nodes().stream()
                .filter(node -> node.place().port() == port)
                .findFirst()
                .orElseThrow();
    }

    private static boolean owns(String line, int slot) {
        return Stream.of(line.split(" "))
                .skip(8)
                .filter(range -> !range.startsWith("["))
                .anyMatch(range -> {
                    var ends = range.split("-");
                    return Integer.parseInt(ends[0]) <= slot && slot <= Integer.parseInt(ends[ends.length - 1]);
                });
    }

    /** As an operator's tool does it. */
    private static void move(int slot, RedisServer from, RedisServer to) {
        var source = ClusterServers.<String>ask(from, redis -> redis.clusterMyId());
        var target = ClusterServers.<String>ask(to, redis -> redis.clusterMyId());
        ClusterServers.ask(to, redis -> redis.clusterSetSlotImporting(slot, source));
        ClusterServers.ask(from, redis -> redis.clusterSetSlotMigrating(slot, target));
        ClusterServers.ask(from, redis -> {
            var keys = redis.clusterGetKeysInSlot(slot, LIMIT);
            return redis.migrate(
                    to.place().host(),
                    to.place().port(),
                    0,
                    PATIENCE.toMillis(),
                    MigrateArgs.Builder.<String>keys(keys).auth("secret"));
        });
        ClusterServers.ask(to, redis -> redis.clusterSetSlotNode(slot, target));
        ClusterServers.ask(from, redis -> redis.clusterSetSlotNode(slot, target));
    }

    /** About two limits at once. */
    private Verdict decide(String domain, long cost) {
        var request = new Request(
                domain,
                List.of(
                        new Demand("one", new FixedWindow(IN_A_YEAR), cost),
                        new Demand("other", new Gcra(IN_A_YEAR, LIMIT), cost)));
        return store.decide(request).toCompletableFuture().join();
    }
}
