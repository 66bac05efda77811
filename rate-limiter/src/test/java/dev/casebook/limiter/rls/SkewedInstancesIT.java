package dev.casebook.limiter.rls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor.Entry;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.limiter.store.Instances;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Three instances with one Redis. What of an instance looks at a clock has one that is hours away from the others'; that Redis is told of none,
 * {@code LimitCallTest} shows.
 */
@QuarkusTest
@WithServers("redis-state")
class SkewedInstancesIT {

    private static final long COUNT = 100;
    private static final Duration STORM = Duration.ofMillis(1_500);
    private static final int REFUSALS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Subjects subjects;

    @Inject
    LimitMetrics metrics;

    @Inject
    Observations observations;

    @Inject
    FailureSettings failure;

    @Inject
    Instances instances;

    /**
     * @param least what passes at once
     * @param bursts what may pass besides the count of each second that has begun, in counts
     * @param seconds how often the count may pass in a second
     */
    @ParameterizedTest
    @CsvSource({
        "fixed_window, 100, 1, 1",
        "sliding_window_log, 100, 0, 1",
        "sliding_window_counter, 100, 0, 2",
        "token_bucket, 20, 1, 1",
        "leaky_bucket, 20, 1, 1",
        "gcra, 20, 1, 1"
    })
    void togetherAdmitNoMoreThanOneWould(String algorithm, long least, long bursts, long seconds) {
        var request = RateLimitRequest.newBuilder()
                .setDomain("skewed")
                .addDescriptors(RateLimitDescriptor.newBuilder()
                        .addEntries(Entry.newBuilder()
                                .setKey(algorithm)
                                .setValue(UUID.randomUUID().toString())))
                .build();
        var admitted = new AtomicLong();
        long start = System.nanoTime();

        var storm = Stream.of(-1, 0, 1)
                .map(hours -> instance(Clock.offset(Clock.systemUTC(), Duration.ofHours(hours))))
                .flatMap(limiter -> IntStream.range(0, 2)
                        .mapToObj(_ -> CompletableFuture.runAsync(
                                () -> admitted.addAndGet(storm(limiter, request, start)), Thread::startVirtualThread)))
                .toList();
        storm.forEach(CompletableFuture::join);

        long begun = Duration.ofNanos(System.nanoTime() - start).toSeconds() + 1;
        assertThat(admitted.get()).isBetween(least, COUNT * (bursts + seconds * begun));
    }

    private Limiter instance(Clock clock) {
        return new Limiter(subjects, instances.another(), new FailurePolicy(failure, clock), metrics, observations);
    }

    /** For its time, and until it has been refused often. */
    private static long storm(Limiter limiter, RateLimitRequest request, long start) {
        long admitted = 0;
        long refused = 0;
        while (System.nanoTime() - start < STORM.toNanos() || refused < REFUSALS) {
            if (limiter.decide(request, PATIENCE).toCompletableFuture().join().admitted()) {
                admitted++;
            } else {
                refused++;
                // A refusal from memory waits for nothing, and would let nobody else ask.
                Thread.yield();
            }
        }
        return admitted;
    }
}
