package dev.casebook.chassis.redis;

import dev.casebook.chassis.redis.RedisRole.Role;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.resource.ClientResources;
import io.quarkus.logging.Log;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The connection behind a role: connects in the background until it stands once; from then on Lettuce reconnects by itself. */
final class Link implements AutoCloseable {

    private final Role role;
    private final ClientResources resources;
    private final RedisSettings.Server settings;
    private final Dialer dialer;
    private volatile Dialer.Line line;
    private volatile boolean closed;
    private final AtomicBoolean renewing = new AtomicBoolean();

    Link(Role role, ClientResources resources, RedisSettings.Server settings) {
        this.role = role;
        this.resources = resources;
        this.settings = settings;
        var options = ClientOptions.builder()
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(settings.maxQueued())
                .timeoutOptions(TimeoutOptions.enabled(settings.timeout()))
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(settings.connectTimeout())
                        .keepAlive(true)
                        .build())
                .build();
        var uri = RedisURI.create(settings.url().orElseThrow());
        this.dialer = settings.cluster()
                ? Dialer.toCluster(resources, uri, options)
                : Dialer.toServer(resources, uri, options);
    }

    void open() {
        dialer.connect().whenComplete((opened, failure) -> {
            if (failure == null) {
                Log.infof("event=redis.connected role=%s", role);
                line = opened;
                if (closed) {
                    opened.connection().closeAsync();
                }
            } else if (!closed) {
                Log.warnf(
                        "event=redis.unreachable role=%s reason=%s",
                        role, rootOf(failure).getMessage());
                resources
                        .eventExecutorGroup()
                        .schedule(this::open, settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
            }
        });
    }

    /**
     * Connects once more, by the name, and leaves the old connection when the new one stands: that may be to another server by now. At most once in
     * the time that connecting may take, however often it is asked for.
     */
    void renew() {
        var old = line;
        if (old == null || closed || !renewing.compareAndSet(false, true)) {
            return;
        }
        Log.warnf("event=redis.read_only role=%s", role);
        dialer.connect().whenComplete((opened, failure) -> {
            if (failure == null) {
                line = opened;
                (closed ? opened : old).connection().closeAsync();
            }
            resources
                    .eventExecutorGroup()
                    .schedule(
                            () -> renewing.set(false), settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    Role role() {
        return role;
    }

    boolean isOpen() {
        return line != null && line.connection().isOpen();
    }

    Optional<RedisClusterAsyncCommands<String, String>> commands() {
        return Optional.ofNullable(line).map(Dialer.Line::commands);
    }

    @Override
    public void close() {
        closed = true;
        dialer.client().shutdown(0, 1, TimeUnit.SECONDS);
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }
}
