package dev.casebook.limiter.rls;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.google.protobuf.UInt64Value;
import dev.casebook.contracts.envoy.ratelimit.v3.HeaderValue;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor.RateLimitOverride;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse.Code;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse.DescriptorStatus;
import dev.casebook.contracts.envoy.ratelimit.v3.Unit;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
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

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

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
    void metadataIsNotToldUnlessAskedFor() {
        assertThat(call(of("wide")).hasDynamicMetadata()).isFalse();
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
    void aQuotaOfNothingLeavesTheOthersToDecide() {
        assertThat(call(of("empty-quota"), of("small-quota")).getOverallCode()).isEqualTo(Code.OK);
        assertThat(call(of("empty-quota"), of("small-quota")).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
        assertThat(call(of("empty-quota")).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
    }

    @Test
    void headersForWhoeverSentTheRequestAreInTheAnswer() {
        assertThat(call(of("narrow"), of("wide")).getResponseHeadersToAddList())
                .extracting(HeaderValue::getKey, header -> header.getValue().replaceAll("t=\\d+", "t=T"))
                .contains(
                        tuple("RateLimit-Policy", "\"narrow\";q=10;w=31536000, \"wide\";q=20;w=31536000"),
                        tuple("RateLimit", "\"narrow\";r=9;t=T, \"wide\";r=19;t=T"),
                        tuple("X-RateLimit-Limit", "10"),
                        tuple("X-RateLimit-Remaining", "9"));
        assertThat(call(of("shadow")).getResponseHeadersToAddList()).isEmpty();
    }

    @Test
    void countsUnderThePeersNames() {
        calls.call(request().setDomain("basic").setHitsAddend(9).addDescriptors(of("told")));
        call(of("told"), of("narrow"));
        call(of("told"));

        assertThat(metrics())
                .contains(series("total_hits") + "11.0", series("within_limit") + "10.0", series("near_limit") + "2.0")
                .contains(series("over_limit") + "1.0", series("shadow_mode") + "0.0");
    }

    @Test
    void aRequestHasSoManyDescriptorsAndADescriptorSoManyEntries() {
        assertThat(call(request().setDomain("basic").addAllDescriptors(Collections.nCopies(100, of("wide"))))
                        .getStatusesCount())
                .isEqualTo(100);

        assertThatThrownBy(() ->
                        call(request().setDomain("basic").addAllDescriptors(Collections.nCopies(101, of("wide")))))
                .hasMessage("INVALID_ARGUMENT: a request has at most 100 descriptors, not 101");
        var deep = of("wide").toBuilder()
                .addAllEntries(Collections.nCopies(32, of("wide").getEntries(0)));
        assertThatThrownBy(() -> call(deep.build()))
                .hasMessage("INVALID_ARGUMENT: a descriptor has at most 32 entries, not 33");
    }

    private List<String> metrics() {
        return given().port(managementPort).get("/q/metrics").asString().lines().toList();
    }

    private String series(String name) {
        return "ratelimit_service_rate_limit_%s{domain=\"basic\",key1=\"told_%s\",key2=\"\"} "
                .formatted(name, calls.mine());
    }

    private RateLimitResponse call(RateLimitDescriptor... descriptors) {
        return calls.call(descriptors);
    }

    private RateLimitResponse call(RateLimitRequest.Builder request) {
        return calls.call(request);
    }

    private RateLimitDescriptor of(String key) {
        return calls.of(key);
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
