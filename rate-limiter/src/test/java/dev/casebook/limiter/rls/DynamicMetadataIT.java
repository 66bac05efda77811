package dev.casebook.limiter.rls;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt64Value;
import com.google.protobuf.util.JsonFormat;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor.RateLimitOverride;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.Unit;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What envoyproxy/ratelimit's unit tests expect of it, and its switch. */
@QuarkusTest
@TestProfile(DynamicMetadataIT.Told.class)
@WithServers("redis-state")
class DynamicMetadataIT {

    public static final class Told implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("casebook.limiter.answers.dynamic-metadata", "true");
        }
    }

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    private Calls calls;

    @BeforeEach
    void connect() {
        calls = new Calls(port, "metadata");
        calls.awaitStore("plain");
    }

    @AfterEach
    void disconnect() {
        calls.close();
    }

    @Test
    void theRequestIsToldAgain() throws InvalidProtocolBufferException {
        var request = RateLimitRequest.newBuilder()
                .setDomain("metadata")
                .setHitsAddend(5)
                .addDescriptors(calls.of("unknown"))
                .addDescriptors(RateLimitDescriptor.newBuilder(calls.of("plain"))
                        .setHitsAddend(UInt64Value.of(3))
                        .setLimit(RateLimitOverride.newBuilder()
                                .setRequestsPerUnit(20)
                                .setUnit(Unit.HOUR)));

        assertThat(calls.call(request).getDynamicMetadata()).isEqualTo(struct("""
                {"domain": "metadata", "hitsAddend": 5, "descriptors": [{"entries": ["unknown=%1$s"]},
                    {"entries": ["plain=%1$s"], "limit": "requests_per_unit:20 unit:HOUR", "hitsAddend": 3}]}
                """.formatted(calls.mine())));
    }

    @Test
    void whatSeveralLimitsSayIsJoinedAndTheFirstHolds() throws InvalidProtocolBufferException {
        var told = calls.call(calls.of("small-quota"), calls.of("plain"), calls.of("large-quota"));

        assertThat(told.getDynamicMetadata().getFieldsOrThrow("metadata").getStructValue())
                .isEqualTo(struct("""
                        {"name": "service_1", "limits": {"small": 1, "large": 2}, "tags": ["a", 2, true]}
                        """));
    }

    /** Who routes by it is not sent to a quota that is used up. */
    @Test
    void aLimitThatRefusesSaysNothing() throws InvalidProtocolBufferException {
        calls.call(calls.of("small-quota"), calls.of("large-quota"));

        var told = calls.call(calls.of("small-quota"), calls.of("large-quota"));

        assertThat(told.getDynamicMetadata().getFieldsOrThrow("metadata").getStructValue())
                .isEqualTo(struct("{\"name\": \"service_2\", \"limits\": {\"large\": 2}}"));
    }

    @Test
    void itIsInTheJsonToo() {
        given().body("""
                        {"domain": "metadata", "descriptors": [{"entries": [{"key": "large-quota", "value": "%s"}]}]}""".formatted(calls.mine()))
                .post("/json")
                .then()
                .statusCode(200)
                .body("dynamicMetadata.metadata.name", equalTo("service_2"))
                .body("dynamicMetadata.descriptors[0].entries", contains("large-quota=" + calls.mine()));
    }

    private static Struct struct(String json) throws InvalidProtocolBufferException {
        var struct = Struct.newBuilder();
        JsonFormat.parser().merge(json, struct);
        return struct.build();
    }
}
