package dev.casebook.limiter.leases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.contracts.envoy.ratelimitquota.v3.BucketId;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaResponse;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaResponse.BucketAction;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaServiceGrpc;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaUsageReports;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaUsageReports.BucketQuotaUsage;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A caller with a stream, which spends what it is assigned at once. */
final class TestCaller implements StreamObserver<RateLimitQuotaResponse>, AutoCloseable {

    private final BlockingQueue<RateLimitQuotaResponse> answers = new LinkedBlockingQueue<>();
    private final CompletableFuture<Throwable> end = new CompletableFuture<>();
    private final StreamObserver<RateLimitQuotaUsageReports> stream;
    private final String domain;

    TestCaller(Channel channel, String domain) {
        this.domain = domain;
        this.stream = RateLimitQuotaServiceGrpc.newStub(channel).streamRateLimitQuotas(this);
    }

    void send(BucketQuotaUsage... usages) {
        send(RateLimitQuotaUsageReports.newBuilder()
                .setDomain(domain)
                .addAllBucketQuotaUsages(List.of(usages))
                .build());
    }

    void send(RateLimitQuotaUsageReports message) {
        stream.onNext(message);
    }

    List<BucketAction> actions() {
        try {
            var answer = answers.poll(60, TimeUnit.SECONDS);
            assertThat(answer).as("an answer within a minute").isNotNull();
            return answer.getBucketActionList();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    BucketAction report(long allowed, long denied, Map<String, String> bucket) {
        send(usage(allowed, denied, bucket));
        var actions = actions();
        assertThat(actions).hasSize(1);
        assertThat(actions.getFirst().getBucketId().getBucketMap()).isEqualTo(bucket);
        return actions.getFirst();
    }

    /** Asks for more as long as there is any. */
    Spent spendAll(Map<String, String> bucket) {
        long spent = 0;
        long largest = 0;
        var action = report(0, 1, bucket);
        while (tokens(action) > 0) {
            long tokens = tokens(action);
            spent += tokens;
            largest = Math.max(largest, tokens);
            action = report(tokens, 1, bucket);
        }
        return new Spent(spent, largest, action);
    }

    /** @param last the one that ended it */
    record Spent(long tokens, long largestLease, BucketAction last) {}

    /** Why the stream ended. */
    Throwable end() {
        return end.orTimeout(60, TimeUnit.SECONDS).join();
    }

    static long tokens(BucketAction action) {
        return action.getQuotaAssignmentAction()
                .getRateLimitStrategy()
                .getTokenBucket()
                .getMaxTokens();
    }

    static BucketQuotaUsage usage(long allowed, long denied, Map<String, String> bucket) {
        return BucketQuotaUsage.newBuilder()
                .setBucketId(BucketId.newBuilder().putAllBucket(bucket))
                .setNumRequestsAllowed(allowed)
                .setNumRequestsDenied(denied)
                .build();
    }

    @Override
    public void onNext(RateLimitQuotaResponse answer) {
        answers.add(answer);
    }

    @Override
    public void onError(Throwable failure) {
        end.complete(failure);
    }

    @Override
    public void onCompleted() {
        end.complete(new IllegalStateException("the limiter ended the stream"));
    }

    /** As a caller that breaks off: an error is a cancellation. */
    @Override
    public void close() {
        if (!end.isDone()) {
            stream.onError(new IllegalStateException("gone"));
        }
    }
}
