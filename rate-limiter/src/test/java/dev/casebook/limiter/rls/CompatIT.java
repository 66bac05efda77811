package dev.casebook.limiter.rls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.UInt64Value;
import dev.casebook.chassis.redis.Redis;
import dev.casebook.chassis.redis.RedisRole;
import dev.casebook.chassis.redis.RedisRole.Role;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse.Code;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cases of envoyproxy/ratelimit's integration tests, and what was seen of it when it ran, in the mode that answers as it does. */
@QuarkusTest
@TestProfile(CompatIT.Compat.class)
@WithServers("redis-state")
class CompatIT {

    public static final class Compat implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("casebook.limiter.rules.mode", "compat");
        }
    }

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Inject
    @RedisRole(Role.STATE)
    Redis redis;

    private Calls calls;

    @BeforeEach
    void connect() {
        calls = new Calls(port, "basic");
        calls.awaitStore("day");
    }

    @AfterEach
    void disconnect() {
        calls.close();
    }

    @Test
    void aRefusedHitCountsAndUsesUpWhatWasLeft() {
        assertThat(List.of(hits(7), hits(7), hits(1)))
                .extracting(RateLimitResponse::getOverallCode)
                .containsExactly(Code.OK, Code.OVER_LIMIT, Code.OVER_LIMIT);
    }

    @Test
    void theOtherLimitsOfARefusedRequestAreCharged() {
        var answers = IntStream.range(0, 15)
                .mapToObj(_ -> calls.call(calls.of("wide"), calls.of("narrow")))
                .toList();

        assertThat(answers.subList(0, 10)).allMatch(answer -> answer.getOverallCode() == Code.OK);
        assertThat(answers.subList(10, 15)).allMatch(answer -> answer.getOverallCode() == Code.OVER_LIMIT);
        assertThat(answers)
                .extracting(answer -> answer.getStatuses(0).getLimitRemaining())
                .containsExactly(19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5);
    }

    @Test
    void theSameDescriptorTwiceCountsTwice() {
        var answer = calls.call(calls.of("narrow"), calls.of("narrow"));

        assertThat(answer.getStatusesList())
                .extracting(status -> status.getLimitRemaining())
                .containsExactly(9, 8);
    }

    @Test
    void quotasAndShadowsAreAsThere() {
        var quotas = IntStream.range(0, 3)
                .mapToObj(_ -> calls.call(calls.of("small-quota"), calls.of("large-quota"))
                        .getOverallCode())
                .toList();
        var shadow = IntStream.range(0, 6)
                .mapToObj(_ -> calls.call(calls.of("shadow")))
                .toList();

        assertThat(quotas).containsExactly(Code.OK, Code.OK, Code.OVER_LIMIT);
        assertThat(shadow).allMatch(answer -> answer.getOverallCode() == Code.OK);
        assertThat(shadow.getLast().getStatuses(0).getLimitRemaining()).isZero();
    }

    @Test
    void tokensThatAreAskedForBeforeAndPaidAfterwardsLetOneMoreThrough() {
        var paid = List.of(asked(), hits(5), asked(), hits(5), asked());

        assertThat(paid).extracting(RateLimitResponse::getOverallCode).containsOnly(Code.OK);
        hits(1);
        assertThat(asked().getOverallCode()).isEqualTo(Code.OVER_LIMIT);
    }

    @Test
    void anAddendThatBreaksTheCounterThereBreaksNothingHere() {
        var huge = RateLimitDescriptor.newBuilder(calls.of("narrow"))
                .setHitsAddend(UInt64Value.of(1L << 63))
                .build();

        assertThat(calls.call(huge).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
        assertThat(calls.call(huge).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
        assertThat(hits(1).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
    }

    @Test
    void theAnswerHasNoHeaders() {
        assertThat(hits(1).getResponseHeadersToAddList()).isEmpty();
    }

    @Test
    void everyMistakeIsUnknown() {
        assertThatThrownBy(() -> calls.call(RateLimitRequest.newBuilder()))
                .hasMessage("UNKNOWN: rate limit domain must not be empty");

        TestServers.get(Server.REDIS_STATE).kill();
        await().atMost(Duration.ofSeconds(60)).until(() -> !redis.isConnected());
        assertThatThrownBy(() -> hits(1)).hasMessage("UNKNOWN: the store does not answer");
    }

    private RateLimitResponse asked() {
        return calls.call(RateLimitDescriptor.newBuilder(calls.of("narrow"))
                .setHitsAddend(UInt64Value.of(0))
                .build());
    }

    private RateLimitResponse hits(int hits) {
        return calls.call(RateLimitRequest.newBuilder()
                .setDomain("basic")
                .setHitsAddend(hits)
                .addDescriptors(calls.of("narrow")));
    }
}
