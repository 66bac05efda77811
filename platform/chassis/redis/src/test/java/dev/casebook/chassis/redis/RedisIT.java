package dev.casebook.chassis.redis;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.casebook.chassis.redis.RedisRole.Role;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisReadOnlyException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithServers("redis-cache, redis-state")
class RedisIT {

    @Inject
    @RedisRole(Role.CACHE)
    Redis cache;

    @Inject
    @RedisRole(Role.STATE)
    Redis state;

    @Inject
    @Readiness
    RedisHealth health;

    @Inject
    MeterRegistry meters;

    @BeforeEach
    void bothAnswer() {
        awaitAnswer(cache);
        awaitAnswer(state);
    }

    @Test
    void rolesAreTwoServers() {
        cache.ask(commands -> commands.set("redis-it:where", "cache"));
        state.ask(commands -> commands.set("redis-it:where", "state"));

        assertThat(cache.<String>ask(commands -> commands.get("redis-it:where")))
                .isEqualTo("cache");
    }

    @Test
    void mistakeInACommandIsTheCallersToSee() {
        cache.ask(commands -> commands.set("redis-it:text", "abc"));

        assertThatThrownBy(() -> cache.ask(commands -> commands.incr("redis-it:text")))
                .isInstanceOf(RedisException.class)
                .hasMessageContaining("not an integer");
    }

    @Test
    void pausedServerCostsTheTimeoutAndThenNothing() {
        TestServers.get(Server.REDIS_CACHE).pause();

        assertThatThrownBy(() -> cache.ask(commands -> commands.get("redis-it:any")))
                .isInstanceOf(RedisCommandTimeoutException.class);
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThatThrownBy(() -> cache.ask(commands -> commands.get("redis-it:any")))
                        .isInstanceOf(CircuitBreakerOpenException.class));
        assertThat(state.<String>ask(commands -> commands.ping())).isEqualTo("PONG");

        TestServers.get(Server.REDIS_CACHE).resume();
        awaitAnswer(cache);
    }

    @Test
    void killedServerFailsAtOnceAndComesBack() {
        state.ask(commands -> commands.set("redis-it:kept", "yes"));
        TestServers.get(Server.REDIS_STATE).stop();

        await().atMost(60, SECONDS).until(() -> !state.isConnected());
        assertThatThrownBy(() -> state.ask(commands -> commands.get("redis-it:kept")))
                .isInstanceOf(RuntimeException.class);

        TestServers.get(Server.REDIS_STATE).start();
        awaitAnswer(state);
        assertThat(state.<String>ask(commands -> commands.get("redis-it:kept"))).isEqualTo("yes");
    }

    /** As after a fail-over behind one name. */
    @Test
    void aServerThatMayNotBeWrittenToIsConnectedToAnewUntilItMay() {
        long before = state.<Long>ask(commands -> commands.clientId());
        state.<String>ask(commands -> commands.replicaof("127.0.0.1", 1));
        try {
            assertThatThrownBy(() -> state.ask(commands -> commands.set("redis-it:written", "no")))
                    .isInstanceOf(RedisReadOnlyException.class);

            await().atMost(60, SECONDS)
                    .ignoreExceptions()
                    .until(() -> state.<Long>ask(commands -> commands.clientId()) != before);
        } finally {
            state.<String>ask(commands -> commands.replicaofNoOne());
        }
        assertThat(state.<String>ask(commands -> commands.set("redis-it:written", "yes")))
                .isEqualTo("OK");
    }

    @Test
    void absentServerIsNamedAndLeavesTheServiceReady() {
        TestServers.get(Server.REDIS_CACHE).kill();

        await().atMost(60, SECONDS).untilAsserted(() -> {
            var response = health.call();
            assertThat(response.getStatus().name()).isEqualTo("UP");
            assertThat(response.getData().orElseThrow())
                    .containsEntry("cache", "disconnected")
                    .containsEntry("state", "connected");
        });
    }

    @Test
    void waitingCommandsAreBounded() {
        TestServers.get(Server.REDIS_CACHE).pause();

        // Every one is sent before the first is waited for.
        var answers = IntStream.range(0, 1_000)
                .mapToObj(i -> cache.<String>call(commands -> commands.get("redis-it:any"))
                        .toCompletableFuture())
                .toList();

        var failures = answers.stream().map(RedisIT::failure).collect(Collectors.toSet());
        assertThat(failures).anyMatch(message -> message.contains("Request queue size exceeded"));
    }

    @Test
    void commandsAreMeasured() {
        await().atMost(60, SECONDS).untilAsserted(() -> assertThat(
                        meters.find("lettuce.command.completion").timers())
                .isNotEmpty());
    }

    private static String failure(CompletableFuture<String> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            return e.getCause().getMessage();
        }
    }

    private static void awaitAnswer(Redis redis) {
        await().atMost(60, SECONDS)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> redis.<String>ask(commands -> commands.ping()).equals("PONG"));
    }
}
