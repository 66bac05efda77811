package dev.casebook.limiter.client.leases;

import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaResponse;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaServiceGrpc;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaUsageReports;
import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;

/** One stream to the limiter. What comes is handed to the thread of whoever opened it. */
final class QuotaStream implements ClientResponseObserver<RateLimitQuotaUsageReports, RateLimitQuotaResponse> {

    /** An answer, and when it came. */
    interface Received {
        void answer(QuotaStream from, RateLimitQuotaResponse answer, long arrived);
    }

    private final Received received;
    private final BiConsumer<QuotaStream, String> broken;
    private final ExecutorService thread;
    private ClientCallStreamObserver<RateLimitQuotaUsageReports> call;

    private QuotaStream(Received received, BiConsumer<QuotaStream, String> broken, ExecutorService thread) {
        this.received = received;
        this.broken = broken;
        this.thread = thread;
    }

    static QuotaStream open(
            Channel channel, Received received, BiConsumer<QuotaStream, String> broken, ExecutorService thread) {
        var stream = new QuotaStream(received, broken, thread);
        RateLimitQuotaServiceGrpc.newStub(channel).streamRateLimitQuotas(stream);
        return stream;
    }

    /** Called before the stream is open, on the thread that opens it. */
    @Override
    public void beforeStart(ClientCallStreamObserver<RateLimitQuotaUsageReports> requests) {
        call = requests;
    }

    void send(RateLimitQuotaUsageReports message) {
        call.onNext(message);
    }

    void end() {
        call.onCompleted();
    }

    void cancel() {
        call.cancel("nobody waits for it any more", null);
    }

    @Override
    public void onNext(RateLimitQuotaResponse answer) {
        long arrived = System.nanoTime();
        hand(() -> received.answer(this, answer, arrived));
    }

    @Override
    public void onError(Throwable failure) {
        hand(() -> broken.accept(this, failure.getMessage()));
    }

    @Override
    public void onCompleted() {
        hand(() -> broken.accept(this, "the limiter ended it"));
    }

    private void hand(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            // The caller has closed, and nobody is interested any more.
        }
    }
}
