package dev.casebook.limiter.rls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.UInt64Value;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor.Entry;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor.RateLimitOverride;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse.Code;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse.DescriptorStatus;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitServiceGrpc;
import dev.casebook.contracts.envoy.ratelimit.v3.Unit;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cases of envoyproxy/ratelimit's own integration tests, with windows so long that no test meets an edge. */
@QuarkusTest
@WithServers("redis-state")
class RateLimitRpcIT {

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    /** A value of this test's own, so that it has its own counters. */
    private final String mine = UUID.randomUUID().toString();

    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        channel = ManagedChannelBuilder.forAddress("localhost", port)
                .usePlaintext()
                .build();
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> call(of("second")) != null);
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Test
    void withoutALimitEverythingIsOk() {
        var nothing = DescriptorStatus.newBuilder().setCode(Code.OK).build();

        assertThat(call(of("hello"))).isEqualTo(response(Code.OK, nothing));
        assertThat(call(request().setDomain("unknown").addDescriptors(of("hello"))))
                .isEqualTo(response(Code.OK, nothing));
    }

    @Test
    void hitsAreCountedUntilTheLimit() {
        var answers = IntStream.range(0, 13).mapToObj(_ -> call(of("narrow"))).toList();

        assertThat(answers)
                .extracting(answer -> answer.getStatuses(0).getLimitRemaining())
                .containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0, 0);
        assertThat(answers.subList(0, 10)).allMatch(answer -> answer.getOverallCode() == Code.OK);
        assertThat(answers.subList(10, 13)).allMatch(answer -> answer.getOverallCode() == Code.OVER_LIMIT);
    }

    @Test
    void statusTellsTheLimitAndItsReset() {
        var status = call(of("day")).getStatuses(0);

        assertThat(status.getCurrentLimit().getName()).isEqualTo("daily");
        assertThat(status.getCurrentLimit().getRequestsPerUnit()).isEqualTo(20);
        assertThat(status.getCurrentLimit().getUnit()).isEqualTo(Unit.DAY);
        assertThat(status.getDurationUntilReset().getSeconds()).isBetween(1L, 86_400L);
    }

    @Test
    void ofTwoLimitsTheFirstIsNotChargedWhenTheSecondRefuses() {
        for (int i = 0; i < 10; i++) {
            call(of("wide"), of("narrow"));
        }

        var refused = call(of("wide"), of("narrow"));

        assertThat(refused.getOverallCode()).isEqualTo(Code.OVER_LIMIT);
        assertThat(refused.getStatusesList())
                .extracting(DescriptorStatus::getCode, DescriptorStatus::getLimitRemaining)
                .containsExactly(tuple(Code.OK, 10), tuple(Code.OVER_LIMIT, 0));
    }

    @Test
    void shadowNeverRefuses() {
        var answers = IntStream.range(0, 6).mapToObj(_ -> call(of("shadow"))).toList();

        assertThat(answers).allMatch(answer -> answer.getOverallCode() == Code.OK);
        assertThat(answers.getLast().getStatuses(0).getLimitRemaining()).isZero();
    }

    @Test
    void quotasRefuseTogether() {
        var codes = IntStream.range(0, 3)
                .mapToObj(_ -> call(of("small-quota"), of("large-quota")).getOverallCode())
                .toList();

        assertThat(codes).containsExactly(Code.OK, Code.OK, Code.OVER_LIMIT);
    }

    @Test
    void unlimitedIsToldSo() {
        var status = call(of("free")).getStatuses(0);

        assertThat(Integer.toUnsignedLong(status.getLimitRemaining())).isEqualTo(4_294_967_295L);
        assertThat(status.hasCurrentLimit()).isFalse();
    }

    @Test
    void forbiddenIsRefusedAtTheFirstHitAndChargesNothing() {
        assertThat(call(of("banned"), of("narrow")).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
        assertThat(call(of("narrow")).getStatuses(0).getLimitRemaining()).isEqualTo(9);
    }

    @Test
    void aLimitReplacesOthersInItsRequest() {
        var codes = IntStream.range(0, 3)
                .mapToObj(_ -> call(of("banned"), of("wide"), of("pardon")).getOverallCode())
                .toList();

        assertThat(codes).containsExactly(Code.OK, Code.OK, Code.OVER_LIMIT);
        assertThat(call(of("wide")).getStatuses(0).getLimitRemaining()).isEqualTo(19);
    }

    @Test
    void addendOfTheRequestCountsSoOftenAndThatOfADescriptorMayAsk() {
        var narrow = of("narrow");
        call(request().setDomain("basic").setHitsAddend(7).addDescriptors(narrow));
        var asked = RateLimitDescriptor.newBuilder(narrow)
                .setHitsAddend(UInt64Value.of(0))
                .build();

        assertThat(call(asked).getStatuses(0).getLimitRemaining()).isEqualTo(3);
        assertThat(call(request().setDomain("basic").setHitsAddend(4).addDescriptors(narrow))
                        .getOverallCode())
                .isEqualTo(Code.OVER_LIMIT);
        assertThat(call(asked).getStatuses(0).getLimitRemaining()).isEqualTo(3);
    }

    @Test
    void anAddendThatNoCounterHoldsIsRefusedAndHarmsNothing() {
        var huge = RateLimitDescriptor.newBuilder(of("narrow"))
                .setHitsAddend(UInt64Value.of(1L << 63))
                .build();

        assertThat(call(huge).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
        assertThat(call(of("narrow")).getStatuses(0).getLimitRemaining()).isEqualTo(9);
    }

    @Test
    void aRequestMayBringItsOwnLimit() {
        var own = with(Unit.YEAR, 2);

        var codes =
                IntStream.range(0, 3).mapToObj(_ -> call(own).getOverallCode()).toList();

        assertThat(codes).containsExactly(Code.OK, Code.OK, Code.OVER_LIMIT);
        assertThat(call(of("narrow")).getStatuses(0).getLimitRemaining()).isEqualTo(9);
        assertThat(call(with(Unit.YEAR, 0)).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
    }

    @Test
    void aLimitOfItsOwnWithoutAUnitIsInvalidAndEndsNothing() {
        assertThatThrownBy(() -> call(with(Unit.UNKNOWN_UNIT, 2)))
                .hasMessage("INVALID_ARGUMENT: the unit of a limit must be known");
        assertThat(call(of("narrow")).getOverallCode()).isEqualTo(Code.OK);
    }

    @Test
    void whatCannotBeDecidedIsInvalid() {
        assertThatThrownBy(() -> call(request().addDescriptors(of("day"))))
                .hasMessage("INVALID_ARGUMENT: rate limit domain must not be empty");
        assertThatThrownBy(() -> call(request().setDomain("basic")))
                .hasMessage("INVALID_ARGUMENT: rate limit descriptor list must not be empty");
    }

    @Test
    void unavailableWhileRedisIsAwayAndBackByItself() {
        TestServers.get(Server.REDIS_STATE).kill();

        assertThatThrownBy(() -> call(of("narrow")))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessage("UNAVAILABLE: the store does not answer");

        TestServers.get(Server.REDIS_STATE).start();
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> call(of("narrow")) != null);
    }

    private RateLimitResponse call(RateLimitDescriptor... descriptors) {
        return call(request().setDomain("basic").addAllDescriptors(List.of(descriptors)));
    }

    private RateLimitResponse call(RateLimitRequest.Builder request) {
        return RateLimitServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .shouldRateLimit(request.build());
    }

    private RateLimitDescriptor of(String key) {
        return RateLimitDescriptor.newBuilder()
                .addEntries(Entry.newBuilder().setKey(key).setValue(mine))
                .build();
    }

    private RateLimitDescriptor with(Unit unit, int requests) {
        return RateLimitDescriptor.newBuilder(of("narrow"))
                .setLimit(RateLimitOverride.newBuilder().setUnit(unit).setRequestsPerUnit(requests))
                .build();
    }

    private static RateLimitRequest.Builder request() {
        return RateLimitRequest.newBuilder();
    }

    private static RateLimitResponse response(Code overall, DescriptorStatus... statuses) {
        return RateLimitResponse.newBuilder()
                .setOverallCode(overall)
                .addAllStatuses(Arrays.asList(statuses))
                .build();
    }
}
