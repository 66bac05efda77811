package dev.casebook.gateway.support;

import com.google.protobuf.Duration;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaResponse;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaResponse.BucketAction;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaResponse.BucketAction.QuotaAssignmentAction;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaServiceGrpc.RateLimitQuotaServiceImplBase;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaUsageReports;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaUsageReports.BucketQuotaUsage;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitStrategy;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitStrategy.BlanketRule;
import dev.casebook.contracts.envoy.ratelimitquota.v3.TokenBucket;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Assigns the same to whoever reports. */
public final class ScriptedLeases extends RateLimitQuotaServiceImplBase {

    private final List<BucketQuotaUsage> reports = new CopyOnWriteArrayList<>();
    private volatile RateLimitStrategy.Builder strategy = tokens(1000);
    private volatile long seconds = 3600;

    private static RateLimitStrategy.Builder tokens(int tokens) {
        return RateLimitStrategy.newBuilder()
                .setTokenBucket(TokenBucket.newBuilder().setMaxTokens(tokens));
    }

    /** From now on. */
    public void assign(int tokens) {
        strategy = tokens(tokens);
        seconds = 3600;
    }

    public void deny(long forSeconds) {
        strategy = RateLimitStrategy.newBuilder().setBlanketRule(BlanketRule.DENY_ALL);
        seconds = forSeconds;
    }

    /** Every report so far. */
    public List<BucketQuotaUsage> reports() {
        return reports;
    }

    @Override
    public StreamObserver<RateLimitQuotaUsageReports> streamRateLimitQuotas(
            StreamObserver<RateLimitQuotaResponse> answers) {
        return new StreamObserver<>() {
            @Override
            public void onNext(RateLimitQuotaUsageReports message) {
                reports.addAll(message.getBucketQuotaUsagesList());
                var answer = RateLimitQuotaResponse.newBuilder();
                message.getBucketQuotaUsagesList().forEach(usage -> answer.addBucketAction(action(usage)));
                answers.onNext(answer.build());
            }

            @Override
            public void onError(Throwable calledOff) {
                // The gateway has left the stream.
            }

            @Override
            public void onCompleted() {
                answers.onCompleted();
            }
        };
    }

    private BucketAction.Builder action(BucketQuotaUsage usage) {
        return BucketAction.newBuilder()
                .setBucketId(usage.getBucketId())
                .setQuotaAssignmentAction(QuotaAssignmentAction.newBuilder()
                        .setAssignmentTimeToLive(Duration.newBuilder().setSeconds(seconds))
                        .setRateLimitStrategy(strategy));
    }
}
