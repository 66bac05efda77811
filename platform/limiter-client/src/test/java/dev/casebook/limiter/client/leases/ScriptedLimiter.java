package dev.casebook.limiter.client.leases;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import dev.casebook.contracts.envoy.ratelimitquota.v3.BucketId;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaResponse;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaResponse.BucketAction;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaResponse.BucketAction.QuotaAssignmentAction;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaServiceGrpc.RateLimitQuotaServiceImplBase;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaUsageReports;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaUsageReports.BucketQuotaUsage;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitStrategy;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitStrategy.BlanketRule;
import dev.casebook.contracts.envoy.ratelimitquota.v3.TokenBucket;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A real gRPC server that answers when the test says, with what the test says. */
final class ScriptedLimiter extends RateLimitQuotaServiceImplBase implements AutoCloseable {

    static final Map<String, String> BUCKET = Map.of("user", "u");

    private final BlockingQueue<BucketQuotaUsage> reports = new LinkedBlockingQueue<>();
    private final Server server;
    private volatile StreamObserver<RateLimitQuotaResponse> caller;

    ScriptedLimiter() throws IOException {
        this.server = ServerBuilder.forPort(0).addService(this).build().start();
    }

    int port() {
        return server.getPort();
    }

    @Override
    public StreamObserver<RateLimitQuotaUsageReports> streamRateLimitQuotas(
            StreamObserver<RateLimitQuotaResponse> answers) {
        caller = answers;
        return new StreamObserver<>() {
            @Override
            public void onNext(RateLimitQuotaUsageReports message) {
                reports.addAll(message.getBucketQuotaUsagesList());
            }

            @Override
            public void onError(Throwable failure) {
                // The caller has left the stream.
            }

            @Override
            public void onCompleted() {
                answers.onCompleted();
            }
        };
    }

    BucketQuotaUsage report() throws InterruptedException {
        var report = reports.poll(60, TimeUnit.SECONDS);
        assertThat(report).as("a report within a minute").isNotNull();
        return report;
    }

    void assign(int tokens) {
        answer(RateLimitStrategy.newBuilder()
                .setTokenBucket(TokenBucket.newBuilder().setMaxTokens(tokens)));
    }

    void deny() {
        answer(RateLimitStrategy.newBuilder().setBlanketRule(BlanketRule.DENY_ALL));
    }

    void breakOff() {
        caller.onError(Status.UNAVAILABLE.asRuntimeException());
    }

    private void answer(RateLimitStrategy.Builder strategy) {
        caller.onNext(RateLimitQuotaResponse.newBuilder()
                .addBucketAction(BucketAction.newBuilder()
                        .setBucketId(BucketId.newBuilder().putAllBucket(BUCKET))
                        .setQuotaAssignmentAction(QuotaAssignmentAction.newBuilder()
                                .setAssignmentTimeToLive(
                                        Durations.fromSeconds(Duration.ofDays(1).toSeconds()))
                                .setRateLimitStrategy(strategy)))
                .build());
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
