package dev.casebook.limiter.rls;

import static org.awaitility.Awaitility.await;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor.Entry;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A caller over gRPC. What it asks about has values of its own, and so counters of its own. */
final class Calls implements AutoCloseable {

    /** So long that neither a busy machine nor the share of it that a decision may take makes a difference. */
    private static final Duration DEADLINE = Duration.ofSeconds(120);

    private final String mine = UUID.randomUUID().toString();
    private final String domain;
    private final ManagedChannel channel;

    Calls(int port, String domain) {
        this.domain = domain;
        this.channel = ManagedChannelBuilder.forAddress("localhost", port)
                .usePlaintext()
                .build();
    }

    /** Returns once a limit is counted again. */
    void awaitStore(String key) {
        var nobody = RateLimitDescriptor.newBuilder()
                .addEntries(Entry.newBuilder().setKey(key).setValue("await-" + UUID.randomUUID()));
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> call(nobody.build()).getStatuses(0).getLimitRemaining() > 0);
    }

    RateLimitResponse call(RateLimitDescriptor... descriptors) {
        return call(RateLimitRequest.newBuilder().setDomain(domain).addAllDescriptors(List.of(descriptors)), DEADLINE);
    }

    RateLimitResponse call(RateLimitRequest.Builder request) {
        return call(request, DEADLINE);
    }

    RateLimitResponse call(Duration deadline, RateLimitDescriptor descriptor) {
        return call(RateLimitRequest.newBuilder().setDomain(domain).addDescriptors(descriptor), deadline);
    }

    private RateLimitResponse call(RateLimitRequest.Builder request, Duration deadline) {
        return RateLimitServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .shouldRateLimit(request.build());
    }

    RateLimitDescriptor of(String key) {
        return RateLimitDescriptor.newBuilder()
                .addEntries(Entry.newBuilder().setKey(key).setValue(mine))
                .build();
    }

    String mine() {
        return mine;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
