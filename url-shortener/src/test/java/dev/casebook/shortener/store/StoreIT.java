package dev.casebook.shortener.store;

import static dev.casebook.shortener.Api.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.chassis.jdbc.DatabaseException;
import dev.casebook.testkit.WithServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A store with bounds of its own. */
@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class StoreIT {

    @Inject
    @VirtualThreads
    ExecutorService threads;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** Otherwise a burst of unknown codes would shut out all, though the server is well. */
    @Test
    void waitingForATurnSaysNothingAboutTheServer() {
        var store = impatientStore();
        var over = new CountDownLatch(1);
        var slow = store.lookup(() -> ends(over));
        await().atMost(PATIENCE).until(() -> calls() == 1);

        var others = Stream.generate(() -> store.lookup(() -> true)).limit(20).toList();
        await().atMost(PATIENCE).until(() -> others.stream().allMatch(CompletableFuture::isCompletedExceptionally));
        over.countDown();

        assertThat(slow.join()).isTrue();
        assertThat(others).allSatisfy(other -> assertThat(other)
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(StoreAwayException.class));
        assertThat(store.lookup(() -> true).join()).isTrue();
        assertThat(refused("busy")).isEqualTo(20);
        assertThat(refused("away")).isZero();
        assertThat(meters.get("shortener.store.away").gauge().value()).isZero();
    }

    @Test
    void serverThatIsAwayIsLeftAlone() {
        var store = impatientStore();

        for (int i = 0; i < 20; i++) {
            var failed = store.lookup(() -> {
                throw new StoreAwayException(null);
            });
            await().atMost(PATIENCE).until(failed::isCompletedExceptionally);
        }

        assertThat(calls()).isLessThan(20);
        assertThat(refused("away")).isEqualTo(20);
        assertThat(meters.get("shortener.store.away").gauge().value()).isEqualTo(1);
    }

    /** A question that takes long, or a row that somebody holds, must not shut out those who ask for something else. */
    @Test
    void slowCallSaysNothingAboutAServerThatAnswersOthers() {
        var store = StoreFixture.store(Map.of("lookups", "10", "lookup-timeout", "1s"), meters, threads);
        var never = new CountDownLatch(1);

        var slow =
                Stream.generate(() -> store.lookup(() -> ends(never))).limit(8).toList();
        await().atMost(PATIENCE).until(() -> calls() == 8);
        assertThat(store.lookup(() -> true).join()).isTrue();

        await().atMost(PATIENCE).until(() -> slow.stream().allMatch(CompletableFuture::isCompletedExceptionally));
        assertThat(refused("busy")).isEqualTo(8);
        assertThat(refused("away")).isZero();
        assertThat(store.lookup(() -> true).join()).isTrue();
    }

    /** The pool may be empty because others are answered from it. */
    @Test
    void poolThatHasNoConnectionSaysNothingAboutAServerThatAnswersOthers() {
        var store = StoreFixture.store(Map.of("lookups", "10", "lookup-timeout", "2m"), meters, threads);
        var over = new CountDownLatch(1);

        var unlucky = Stream.generate(() -> store.lookup(() -> findsNoConnection(over)))
                .limit(8)
                .toList();
        await().atMost(PATIENCE).until(() -> calls() == 8);
        assertThat(store.lookup(() -> true).join()).isTrue();
        over.countDown();

        await().atMost(PATIENCE).until(() -> unlucky.stream().allMatch(CompletableFuture::isCompletedExceptionally));
        assertThat(refused("busy")).isEqualTo(8);
        assertThat(refused("away")).isZero();
    }

    private Store impatientStore() {
        var settings = Map.of("lookups", "1", "turn-timeout", "10ms", "lookup-timeout", "2m", "breaker-pause", "10m");
        return StoreFixture.store(settings, meters, threads);
    }

    private static boolean ends(CountDownLatch over) {
        try {
            return over.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private static boolean findsNoConnection(CountDownLatch over) {
        ends(over);
        throw new DatabaseException(new SQLException("Sorry, acquisition timeout!"));
    }

    private double calls() {
        return meters.get("shortener.store.calls")
                .tag("kind", "lookup")
                .counter()
                .count();
    }

    private double refused(String reason) {
        return meters.get("shortener.store.refused")
                .tag("reason", reason)
                .counter()
                .count();
    }
}
