package dev.casebook.chassis.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** How one connects to a server, or to a cluster of them. */
record Dialer(AbstractRedisClient client, Supplier<CompletionStage<Line>> connecting) {

    /**
     * A node that dies is noticed at once, and then whoever takes its place is not elected yet: with Lettuce's own pause of 30 s between two looks,
     * its keys would be away for so long.
     */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private static final Duration UNPROMPTED_LOOKS = Duration.ofSeconds(10);

    /** What stands once it has connected. */
    record Line(StatefulConnection<String, String> connection, RedisClusterAsyncCommands<String, String> commands) {}

    CompletionStage<Line> connect() {
        return connecting.get();
    }

    /** Also to the primary of a group that Sentinels watch: they are asked again at each connecting. */
    static Dialer toServer(ClientResources resources, RedisURI uri, ClientOptions options) {
        var client = RedisClient.create(resources, uri);
        client.setOptions(options);
        return new Dialer(client, () -> client.connectAsync(StringCodec.UTF8, uri)
                .thenApply(connection -> new Line(connection, connection.async())));
    }

    /** Follows keys that have moved, and nodes that took over from others. */
    static Dialer toCluster(ClientResources resources, RedisURI uri, ClientOptions options) {
        var client = RedisClusterClient.create(resources, uri);
        client.setOptions(ClusterClientOptions.builder(options)
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(UNPROMPTED_LOOKS)
                        .enableAllAdaptiveRefreshTriggers()
                        .adaptiveRefreshTriggersTimeout(BETWEEN_LOOKS)
                        .build())
                .build());
        return new Dialer(client, () -> client.refreshPartitionsAsync()
                .thenCompose(_ -> client.connectAsync(StringCodec.UTF8))
                .thenApply(connection -> new Line(connection, connection.async())));
    }
}
