package dev.casebook.limiter.rls;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse.Code;
import dev.casebook.contracts.envoy.ratelimitquota.v3.BucketId;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaResponse;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaServiceGrpc;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaUsageReports;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaUsageReports.BucketQuotaUsage;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In the place of envoyproxy/ratelimit: gRPC on a port of its own, and health where it is looked for. */
@QuarkusTest
@TestProfile(DropInIT.TwoPorts.class)
@WithServers("redis-state")
class DropInIT {

    public static final class TwoPorts implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("casebook.limiter.grpc.port", "0", "casebook.redis.state.required", "true");
        }
    }

    @ConfigProperty(name = "quarkus.http.test-port")
    int httpPort;

    @Inject
    GrpcPort grpcPort;

    private int port;
    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        port = grpcPort.port().orElseThrow();
        channel = ManagedChannelBuilder.forAddress("localhost", port)
                .usePlaintext()
                .build();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Test
    void bothPortsDecideByTheSameCounters() {
        assertThat(port).isNotEqualTo(httpPort);
        try (var calls = new Calls(port, "basic")) {
            calls.awaitStore("day");
            for (int i = 0; i < 10; i++) {
                assertThat(calls.call(calls.of("narrow")).getOverallCode()).isEqualTo(Code.OK);
            }

            given().port(httpPort)
                    .body("""
                            {"domain": "basic", "descriptors": [{"entries": [{"key": "narrow", "value": "%s"}]}]}""".formatted(calls.mine()))
                    .post("/json")
                    .then()
                    .statusCode(429);
        }
    }

    @Test
    void leasesAreGivenThereToo() {
        var answer = new CompletableFuture<RateLimitQuotaResponse>();
        var stream = RateLimitQuotaServiceGrpc.newStub(channel).streamRateLimitQuotas(new StreamObserver<>() {
            @Override
            public void onNext(RateLimitQuotaResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {
                answer.cancel(false);
            }
        });
        stream.onNext(RateLimitQuotaUsageReports.newBuilder()
                .setDomain("unknown")
                .addBucketQuotaUsages(BucketQuotaUsage.newBuilder()
                        .setBucketId(BucketId.newBuilder().putBucket("key", "value"))
                        .setNumRequestsDenied(1))
                .build());

        assertThat(answer.orTimeout(60, TimeUnit.SECONDS).join().getBucketActionCount())
                .isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ratelimit"})
    void healthIsSaidOverGrpc(String service) {
        var answer = HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.newBuilder().setService(service).build());

        assertThat(answer.getStatus()).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void healthcheckSaysWhatReadinessSays() {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> given().port(httpPort)
                .get("/healthcheck")
                .then()
                .statusCode(200)
                .body(equalTo("OK")));

        TestServers.get(Server.REDIS_STATE).kill();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> given().port(httpPort).get("/healthcheck").then().statusCode(500));
        TestServers.get(Server.REDIS_STATE).start();
    }

    @Test
    void nothingButGrpcIsThere() {
        given().port(port).get("/healthcheck").then().statusCode(415);
    }
}
