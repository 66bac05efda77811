package dev.casebook.lab.limiters.speed;

import dev.casebook.lab.limiters.speed.callers.Order;
import dev.casebook.lab.limiters.speed.callers.Tally;
import dev.casebook.lab.machine.Component;
import dev.casebook.limiter.client.leases.Fallback;
import dev.casebook.limiter.client.leases.LeaseClientSettings;
import dev.casebook.limiter.client.leases.LeasedLimiter;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/** One caller with leases, on one thread in a closed loop; it looks its bucket up each time. The limit is never reached: what is refused was so by the fallback, and has failed. */
final class LeasedCaller implements Contestant {

    private static final long LONGEST_MICROS = 60_000_000;
    private static final int DIGITS = 3;

    private final Component service;
    private final String key;
    private final ManagedChannel channel;
    private final LeasedLimiter limiter;

    /** As it is unless told otherwise. */
    private record Defaults(
            Duration patience,
            int maxWaiting,
            Duration answerWithin,
            Duration pause,
            Duration gather,
            int maxBuckets,
            int maxReported)
            implements LeaseClientSettings {}

    LeasedCaller(Component service, int port, String key) {
        this.service = service;
        this.key = key;
        this.channel = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .build();
        var settings = new Defaults(
                Duration.ofMillis(50),
                10_000,
                Duration.ofSeconds(1),
                Duration.ofMillis(250),
                Duration.ofMillis(10),
                1_000,
                10_000);
        this.limiter = new LeasedLimiter(channel, GrpcCallers.DOMAIN, settings);
    }

    @Override
    public String name() {
        return "casebook, leases, one caller";
    }

    @Override
    public Component process() {
        return service;
    }

    @Override
    public Tally run(Order order) {
        var bucket = Map.of(key, order.prefix());
        var latencies = new Histogram(LONGEST_MICROS, DIGITS);
        long admitted = 0;
        long failed = 0;
        long start = System.nanoTime();
        long end = start + order.time().toNanos();
        long now = start;
        while (now < end) {
            boolean passed = limiter.limit(bucket, new Fallback.Closed())
                    .acquire()
                    .toCompletableFuture()
                    .join();
            admitted += passed ? 1 : 0;
            failed += passed ? 0 : 1;
            long done = System.nanoTime();
            latencies.recordValue((done - now) / 1_000);
            now = done;
        }
        return Tally.of(latencies, admitted, failed, now - start, OptionalLong.empty());
    }

    @Override
    public void close() {
        limiter.close();
        channel.shutdownNow();
    }
}
