package dev.casebook.limiter.store;

import static org.awaitility.Awaitility.await;

import dev.casebook.servers.JvmServers;
import dev.casebook.servers.Patience;
import dev.casebook.servers.Ports;
import dev.casebook.servers.RedisServer;
import dev.casebook.servers.ServerPlace;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A Redis Cluster: three nodes that share the slots, and a replica of each. The service is told of the first. */
public final class ClusterServers implements QuarkusTestResourceLifecycleManager {

    private static final String HOST = "127.0.0.1";
    private static final String PASSWORD = "secret";
    private static final int PRIMARIES = 3;
    private static final int SLOTS = 16_384;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** The bus of a node listens on a port of its own, by default this one plus 10,000, which there may not be. */
    private static final List<String> SETTINGS = List.of(
            "cluster-enabled yes",
            "cluster-node-timeout 2000",
            "cluster-replica-validity-factor 0",
            "masterauth " + PASSWORD);

    /** First the primaries, then a replica of each. Quarkus loads this class twice, so they are not kept in it. */
    static List<RedisServer> nodes() {
        return IntStream.range(0, 2 * PRIMARIES)
                .mapToObj(i -> JvmServers.get("cluster-" + i, RedisServer.class, () -> node(i)))
                .toList();
    }

    private static RedisServer node(int number) {
        var folder = Path.of("target", "servers", "cluster-%d-%s".formatted(number, UUID.randomUUID()));
        var place = new ServerPlace(
                HOST, Ports.free(), folder.resolve("data"), folder.resolve("log"), Path.of("target", "servers"));
        var settings = Stream.concat(SETTINGS.stream(), Stream.of("cluster-port " + Ports.free()))
                .toList();
        return new RedisServer(RedisServer.Role.STATE, place, PASSWORD, "32m", settings, Patience.DEFAULT);
    }

    @Override
    public Map<String, String> start() {
        nodes().forEach(RedisServer::start);
        if (!joined(nodes().getFirst())) {
            join();
        }
        return Map.of("casebook.redis.state.url", nodes().getFirst().url(), "casebook.redis.state.cluster", "true");
    }

    private static void join() {
        var first = nodes().getFirst();
        for (int i = 0; i < PRIMARIES; i++) {
            int from = i * SLOTS / PRIMARIES;
            int to = (i + 1) * SLOTS / PRIMARIES - 1;
            ask(nodes().get(i), redis -> redis.clusterAddSlotsRange(Range.create(from, to)));
        }
        nodes().stream().skip(1).forEach(node -> meet(node, first));
        for (int i = 0; i < PRIMARIES; i++) {
            var id = ClusterServers.<String>ask(nodes().get(i), RedisCommands::clusterMyId);
            var replica = nodes().get(PRIMARIES + i);
            await().atMost(PATIENCE).ignoreExceptions().until(() -> ask(replica, redis -> redis.clusterReplicate(id))
                    .equals("OK"));
        }
        await().atMost(PATIENCE).until(() -> nodes().stream().allMatch(ClusterServers::joined));
    }

    /** By hand, since Lettuce cannot say the port of the bus. */
    private static void meet(RedisServer node, RedisServer other) {
        int bus = Integer.parseInt(
                ask(other, redis -> redis.configGet("cluster-port")).get("cluster-port"));
        ask(
                node,
                redis -> redis.dispatch(
                        CommandType.CLUSTER,
                        new StatusOutput<>(StringCodec.UTF8),
                        new CommandArgs<>(StringCodec.UTF8)
                                .add("MEET")
                                .add(HOST)
                                .add(other.place().port())
                                .add(bus)));
    }

    /** Whether it knows all others, and each slot is somebody's. */
    private static boolean joined(RedisServer node) {
        return ask(node, RedisCommands::clusterInfo).contains("cluster_state:ok")
                && ask(node, RedisCommands::clusterNodes).lines().count() == 2 * PRIMARIES
                && !ask(node, RedisCommands::clusterNodes).contains("handshake")
                && ask(node, RedisCommands::clusterNodes)
                                .lines()
                                .filter(line -> line.contains("slave"))
                                .count()
                        == PRIMARIES;
    }

    /** Asks a node itself. */
    static <T> T ask(RedisServer node, Function<RedisCommands<String, String>, T> question) {
        try (var client = RedisClient.create(node.url());
                var connection = client.connect()) {
            return question.apply(connection.sync());
        }
    }

    /** They end with the JVM. */
    @Override
    public void stop() {}
}
