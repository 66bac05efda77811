package dev.casebook.limiter.rls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.casebook.chassis.redis.Redis;
import dev.casebook.chassis.redis.RedisRole;
import dev.casebook.chassis.redis.RedisRole.Role;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse.Code;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServer;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers see when a real Redis is gone, hangs, may not be written to, or has lost everything. */
@QuarkusTest
@WithServers("redis-state")
class FailurePolicyIT {

    /** A tenth of it may be waited for a decision in tests, so that the answer has the rest of the time to arrive. */
    private static final Duration SHORT = Duration.ofSeconds(20);

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Inject
    @RedisRole(Role.STATE)
    Redis redis;

    private final TestServer server = TestServers.get(Server.REDIS_STATE);
    private Calls calls;

    @BeforeEach
    void connect() {
        calls = new Calls(port, "failing");
        calls.awaitStore("error");
    }

    @AfterEach
    void disconnect() {
        calls.close();
    }

    @Test
    void eachRuleSaysWhatHappensWhileRedisIsGoneAndItComesBackByItself() {
        server.kill();
        await().atMost(Duration.ofSeconds(60)).until(() -> !redis.isConnected());

        policiesHold();
        // Three of its own, and they are all or none.
        var local = IntStream.range(0, 4)
                .mapToObj(_ -> calls.call(calls.of("local")).getOverallCode())
                .toList();
        assertThat(local).containsExactly(Code.OK, Code.OK, Code.OK, Code.OVER_LIMIT);
        assertThat(calls.call(calls.of("local"), calls.of("shadow")).getOverallCode())
                .isEqualTo(Code.OVER_LIMIT);
        assertThatThrownBy(() -> calls.call(calls.of("open"), calls.of("error")))
                .hasMessage("UNAVAILABLE: the store does not answer");

        server.start();
        calls.awaitStore("error");
        assertThat(calls.call(calls.of("local")).getStatuses(0).getLimitRemaining())
                .isEqualTo(2);
    }

    @Test
    void whileRedisHangsTheCallerHearsThePolicyBeforeItsDeadline() {
        server.pause();

        assertThat(calls.call(SHORT, calls.of("closed")).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
        assertThat(calls.call(SHORT, calls.of("open")).getOverallCode()).isEqualTo(Code.OK);
        assertThatThrownBy(() -> calls.call(SHORT, calls.of("error")))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessage("UNAVAILABLE: the store does not answer");

        server.resume();
        calls.awaitStore("error");
    }

    @Test
    void aRedisThatMayNotBeWrittenToIsNoStore() {
        redis.ask(commands -> commands.replicaof("127.0.0.1", 1));
        try {
            policiesHold();
        } finally {
            // The connection is being renewed meanwhile.
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> redis.<String>ask(
                            commands -> commands.replicaofNoOne())
                    .equals("OK"));
        }
        calls.awaitStore("error");
    }

    @Test
    void countsBeginAfreshWhenRedisHasLostEverything() {
        calls.call(calls.of("error"));

        redis.ask(commands -> commands.flushall());

        assertThat(calls.call(calls.of("error")).getStatuses(0).getLimitRemaining())
                .isEqualTo(9);
    }

    private void policiesHold() {
        var open = calls.call(calls.of("open"));
        assertThat(open.getOverallCode()).isEqualTo(Code.OK);
        // Who hears that nothing remains stops, though it may go on.
        assertThat(open.getStatuses(0).hasCurrentLimit()).isFalse();
        assertThat(open.getResponseHeadersToAddList()).isEmpty();
        assertThat(calls.call(calls.of("shadow")).getOverallCode()).isEqualTo(Code.OK);
        var closed = calls.call(calls.of("closed"));
        assertThat(closed.getOverallCode()).isEqualTo(Code.OVER_LIMIT);
        assertThat(closed.getStatuses(0).getDurationUntilReset().getSeconds()).isEqualTo(1);
        assertThatThrownBy(() -> calls.call(calls.of("error")))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessage("UNAVAILABLE: the store does not answer");
    }
}
