package dev.casebook.chassis.redis;

import dev.casebook.chassis.redis.RedisRole.Role;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.smallrye.faulttolerance.api.Guard;
import jakarta.enterprise.util.TypeLiteral;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A Redis server, or a cluster of them, through one shared connection that pipelines by itself. A command fails with a {@link RuntimeException} when the server is
 * not connected, does not answer in time, is not asked because it did not answer lately, or too many commands wait already; whether the server
 * carried it out is then unknown. Blocking commands, {@code MULTI} and subscriptions would hold up everyone else's and are not for this connection.
 */
public final class Redis {

    private final Link link;
    private final Guard breaker;

    Redis(Link link, RedisSettings.Breaker settings) {
        this.link = link;
        this.breaker = Guard.create()
                .withDescription("redis-" + link.role().name().toLowerCase(Locale.ROOT))
                .withCircuitBreaker()
                // An answer, if not the one that was hoped for.
                .skipOn(RedisCommandExecutionException.class)
                .requestVolumeThreshold(settings.window())
                .failureRatio(settings.failureRatio())
                .delay(settings.delay().toMillis(), ChronoUnit.MILLIS)
                .done()
                .build();
    }

    /** Never blocks, so it may be used on an event loop. Completes on a thread of Redis's: continue elsewhere with anything that takes time. */
    public <T> CompletionStage<T> call(Function<RedisClusterAsyncCommands<String, String>, RedisFuture<T>> command) {
        return breaker.get(() -> command.apply(commands()), new TypeLiteral<CompletionStage<T>>() {})
                .whenComplete((_, failure) -> {
                    if (isReadOnly(failure)) {
                        // A primary that was demoted stays connected, while its name may mean another server already.
                        link.renew();
                    }
                });
    }

    private static boolean isReadOnly(Throwable failure) {
        return failure instanceof RedisReadOnlyException
                || failure instanceof CompletionException && failure.getCause() instanceof RedisReadOnlyException;
    }

    /** Waits for the answer: for virtual threads and workers, never on an event loop. */
    public <T> T ask(Function<RedisClusterAsyncCommands<String, String>, RedisFuture<T>> command) {
        try {
            return call(command).toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new RedisException(e.getCause());
        }
    }

    /** Whether a connection stands at this moment. */
    public boolean isConnected() {
        return link.isOpen();
    }

    Role role() {
        return link.role();
    }

    private RedisClusterAsyncCommands<String, String> commands() {
        return link.commands()
                .orElseThrow(
                        () -> new RedisConnectionException("not connected yet to redis %s".formatted(link.role())));
    }
}
