package dev.casebook.limiter.client.leases;

import static dev.casebook.limiter.client.leases.ScriptedLimiter.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaUsageReports.BucketQuotaUsage;
import dev.casebook.limiter.client.leases.LeasedLimit.Outcome;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a caller says to the limiter, and does with what it hears. */
class LeasedLimiterTest {

    private ScriptedLimiter server;
    private ManagedChannel channel;
    private LeasedLimiter limiter;
    private volatile boolean reported;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedLimiter();
        channel = ManagedChannelBuilder.forAddress("localhost", server.port())
                .usePlaintext()
                .build();
        limiter = limiter(Duration.ofHours(1));
    }

    @AfterEach
    void stop() {
        limiter.close();
        channel.shutdownNow();
        server.close();
    }

    @Test
    void leaseIsRenewedWhenLessThanHalfIsLeftAndWhatIsSpentMeanwhileComesOff() throws InterruptedException {
        var first = limit().acquire().toCompletableFuture();
        var report = server.report();
        assertThat(report.getNumRequestsAllowed()).isZero();
        assertThat(report.getNumRequestsDenied()).isEqualTo(1);
        server.assign(10);
        assertThat(await(first)).isTrue();

        assertThat(spend(5)).isEqualTo(5);
        assertThat(server.report().getNumRequestsAllowed()).isEqualTo(6);
        assertThat(spend(10)).isEqualTo(4);
        var waiting = limit().acquire().toCompletableFuture();
        server.assign(14);

        // Up to 6 + 14 in all, of which 10 had been spent.
        assertThat(await(waiting)).isTrue();
        assertThat(spend(20)).isEqualTo(9);
    }

    @Test
    void severalThreadsSpendALeaseOnce() throws InterruptedException {
        lease(10_000);

        var spent = IntStream.range(0, 4)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> spend(10_000)))
                .toList();

        assertThat(spent.stream().mapToLong(CompletableFuture::join).sum()).isEqualTo(9_999);
    }

    @Test
    void denialRefusesWithoutAsking() throws InterruptedException {
        var first = limit().acquire().toCompletableFuture();
        server.report();
        server.deny();

        assertThat(await(first)).isFalse();
        assertThat(limit().tryAcquire()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void leaseOutlivesItsStreamAndTheNextStreamHearsNothingOfIt() throws InterruptedException {
        lease(10);
        assertThat(spend(2)).isEqualTo(2);
        server.breakOff();

        assertThat(spend(10)).isEqualTo(7);
        // Asked for until there is a stream again.
        var next = nextReport();
        assertThat(next.getNumRequestsAllowed()).isZero();
        server.assign(3);
        assertThat(spendWhenThere()).isEqualTo(3);
    }

    @Test
    void whatAnEvictedLimitSpentIsReportedByTheOneInItsPlace() throws InterruptedException {
        lease(10);
        assertThat(spend(3)).isEqualTo(3);
        var evicted = evict();

        assertThat(evicted.tryAcquire()).isEqualTo(Outcome.ADMITTED);
        assertThat(spend(1)).isZero();
        var report = server.report();

        assertThat(report.getNumRequestsAllowed()).isEqualTo(5);
        assertThat(report.getNumRequestsDenied()).isEqualTo(1);
        assertThat(evicted.tryAcquire()).isEqualTo(Outcome.UNKNOWN);
    }

    /** An evicted one that asked before has its answer first, or that would be taken for the answer to the other. */
    @Test
    void inPlaceOfOneThatIsYetToBeAnsweredTheReportComesAfterTheAnswer() throws InterruptedException {
        lease(10);
        assertThat(spend(5)).isEqualTo(5);
        assertThat(server.report().getNumRequestsAllowed()).isEqualTo(6);
        evict();

        var next = limit().acquire().toCompletableFuture();
        server.assign(4);

        assertThat(server.report().getNumRequestsAllowed()).isZero();
        server.assign(7);
        assertThat(await(next)).isTrue();
        assertThat(spend(10)).isEqualTo(6);
    }

    @Test
    void aNewStreamHearsNothingOfAnEvictedLimit() throws InterruptedException {
        lease(10);
        var evicted = evict();
        server.breakOff();

        assertThat(nextReport().getNumRequestsAllowed()).isZero();
        assertThat(evicted.tryAcquire()).isEqualTo(Outcome.UNKNOWN);
    }

    /** By buckets that are used more. */
    private LeasedLimit evict() {
        var evicted = limit();
        while (limit() == evicted) {
            for (int use = 0; use < 1_000; use++) {
                limiter.limit(Map.of("user", "other " + use % 20), new Fallback.Closed());
            }
        }
        return evicted;
    }

    @Test
    void aLimiterThatSaysNothingIsLeftAndTheFallbackDecides() throws InterruptedException {
        limiter.close();
        limiter = limiter(Duration.ofMillis(100));

        var first = limit().acquire().toCompletableFuture();
        server.report();

        assertThat(await(first)).isFalse();
        assertThat(limiter.reachable()).isFalse();
        var next = nextReport();
        assertThat(next.getNumRequestsAllowed()).isZero();
    }

    private void lease(int tokens) throws InterruptedException {
        var first = limit().acquire().toCompletableFuture();
        server.report();
        server.assign(tokens);
        assertThat(await(first)).isTrue();
    }

    /** @return how many of so many attempts were admitted */
    private long spend(int attempts) {
        return IntStream.range(0, attempts)
                .filter(_ -> limit().tryAcquire() == Outcome.ADMITTED)
                .count();
    }

    private long spendWhenThere() {
        long spent = 0;
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (spent < 3 && System.nanoTime() < until) {
            spent += spend(1);
        }
        return spent + spend(10);
    }

    /** Keeps wanting tokens, as traffic does. */
    private BucketQuotaUsage nextReport() throws InterruptedException {
        var asking = CompletableFuture.runAsync(() -> {
            while (!reported) {
                spend(1);
                Thread.onSpinWait();
            }
        });
        try {
            return server.report();
        } finally {
            reported = true;
            asking.join();
        }
    }

    private LeasedLimit limit() {
        return limiter.limit(BUCKET, new Fallback.Closed());
    }

    private boolean await(CompletableFuture<Boolean> answer) {
        return answer.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private LeasedLimiter limiter(Duration answerWithin) {
        return new LeasedLimiter(channel, "test", new Settings(Duration.ofHours(1), answerWithin));
    }

    private record Settings(Duration patience, Duration answerWithin) implements LeaseClientSettings {

        @Override
        public int maxWaiting() {
            return 10;
        }

        @Override
        public Duration pause() {
            return Duration.ofMillis(50);
        }

        @Override
        public Duration gather() {
            return Duration.ofMillis(1);
        }

        @Override
        public int maxBuckets() {
            return 10;
        }

        @Override
        public int maxReported() {
            return 100;
        }
    }
}
