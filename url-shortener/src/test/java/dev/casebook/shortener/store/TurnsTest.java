package dev.casebook.shortener.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();

    @AfterEach
    void end() {
        over.countDown();
        threads.close();
    }

    private Supplier<Boolean> slow() {
        return () -> {
            begun.incrementAndGet();
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return true;
        };
    }

    private CompletableFuture<Boolean> take(Turns turns) {
        return CompletableFuture.supplyAsync(() -> turns.take(slow()), threads);
    }

    @Test
    void noMoreThanAllowedRunAtOnceAndTheOthersComeAfterThem() {
        var turns = new Turns(2, 10, LONG);
        var all = Stream.generate(() -> take(turns)).limit(6).toList();
        await().atMost(LONG).until(() -> begun.get() == 2);
        assertThat(all).noneMatch(CompletableFuture::isDone);

        over.countDown();

        assertThat(all).allMatch(CompletableFuture::join);
        assertThat(begun).hasValue(6);
    }

    @Test
    void oneMoreThanMayWaitIsRefusedAtOnce() {
        var turns = new Turns(1, 1, LONG);
        var all = Stream.generate(() -> take(turns)).limit(3).toList();

        await().atMost(LONG).until(() -> all.stream().anyMatch(CompletableFuture::isCompletedExceptionally));
        over.countDown();

        assertThat(all.stream().filter(CompletableFuture::isCompletedExceptionally))
                .hasSize(1);
        await().atMost(LONG).until(() -> begun.get() == 2);
        assertThat(turns.take(() -> true)).isTrue();
    }

    @Test
    void whoWaitsInVainLeavesRoomForOthers() {
        var turns = new Turns(1, 1, Duration.ofMillis(20));
        var first = take(turns);
        await().atMost(LONG).until(() -> begun.get() == 1);

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> turns.take(() -> true)).isInstanceOf(NoTurnException.class);
        }
        over.countDown();

        assertThat(first.join()).isTrue();
        assertThat(turns.take(() -> true)).isTrue();
    }
}
