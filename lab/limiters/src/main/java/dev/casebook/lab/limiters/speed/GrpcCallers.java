package dev.casebook.lab.limiters.speed;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor.Entry;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitServiceGrpc;
import dev.casebook.lab.limiters.speed.callers.Order;
import dev.casebook.lab.limiters.speed.callers.Tally;
import dev.casebook.lab.machine.Component;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** A service that is asked over gRPC, by 64 callers in a closed loop on two connections; a caller asks again in the call-back of its answer. */
final class GrpcCallers implements Contestant {

    static final String DOMAIN = "speed";
    private static final int CALLERS = 64;
    private static final int CONNECTIONS = 2;
    private static final long LONGEST_MICROS = 60_000_000;
    private static final int DIGITS = 3;

    private final Component service;
    /** The key of the descriptors, by which rules tell limits apart. */
    private final String key;

    private final ManagedChannel[] channels;

    GrpcCallers(Component service, int port, String key) {
        this.service = service;
        this.key = key;
        // What an answer leads to is short, and so done by the thread that reads it.
        this.channels = Stream.generate(() -> ManagedChannelBuilder.forAddress("127.0.0.1", port)
                        .usePlaintext()
                        .directExecutor()
                        .build())
                .limit(CONNECTIONS)
                .toArray(ManagedChannel[]::new);
    }

    /** One of the callers. Its answers come one after the other, so nothing here is shared. */
    private static final class Caller implements StreamObserver<RateLimitResponse> {

        private final RateLimitServiceGrpc.RateLimitServiceStub stub;
        private final RateLimitRequest[] requests;
        private final SplittableRandom random;
        private final long end;
        private final Histogram latencies = new Histogram(LONGEST_MICROS, DIGITS);
        private final CompletableFuture<Caller> done = new CompletableFuture<>();
        private long asked;
        private long admitted;
        private long failed;

        Caller(ManagedChannel channel, RateLimitRequest[] requests, int seed, long end) {
            this.stub = RateLimitServiceGrpc.newStub(channel);
            this.requests = requests;
            this.random = new SplittableRandom(seed);
            this.end = end;
        }

        void ask() {
            asked = System.nanoTime();
            if (asked >= end) {
                done.complete(this);
            } else {
                stub.shouldRateLimit(requests[random.nextInt(requests.length)], this);
            }
        }

        @Override
        public void onNext(RateLimitResponse response) {
            admitted += response.getOverallCode() == RateLimitResponse.Code.OK ? 1 : 0;
        }

        @Override
        public void onError(Throwable failure) {
            failed++;
            onCompleted();
        }

        @Override
        public void onCompleted() {
            latencies.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - asked) / 1_000));
            ask();
        }
    }

    @Override
    public String name() {
        return service.name();
    }

    @Override
    public Component process() {
        return service;
    }

    @Override
    public Tally run(Order order) {
        var requests = IntStream.range(0, order.keys())
                .mapToObj(i -> request(order.prefix() + i))
                .toArray(RateLimitRequest[]::new);
        long start = System.nanoTime();
        long end = start + order.time().toNanos();
        var callers = IntStream.range(0, CALLERS)
                .mapToObj(i -> new Caller(channels[i % CONNECTIONS], requests, i, end))
                .toList();
        callers.forEach(Caller::ask);
        var latencies = new Histogram(LONGEST_MICROS, DIGITS);
        long admitted = 0;
        long failed = 0;
        for (var caller : callers) {
            caller.done.join();
            latencies.add(caller.latencies);
            admitted += caller.admitted;
            failed += caller.failed;
        }
        return Tally.of(latencies, admitted, failed, System.nanoTime() - start, OptionalLong.empty());
    }

    private RateLimitRequest request(String value) {
        return RateLimitRequest.newBuilder()
                .setDomain(DOMAIN)
                .addDescriptors(RateLimitDescriptor.newBuilder()
                        .addEntries(Entry.newBuilder().setKey(key).setValue(value)))
                .build();
    }

    @Override
    public void close() {
        for (var channel : channels) {
            channel.shutdownNow();
        }
    }
}
