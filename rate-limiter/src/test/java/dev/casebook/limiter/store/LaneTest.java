package dev.casebook.limiter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.casebook.limiter.algorithms.FixedWindow;
import dev.casebook.limiter.algorithms.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaneTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final FixedWindow ALGORITHM = new FixedWindow(new Rate(100, 1_000_000));

    /** Script calls that were made; each is answered when the test says so. */
    private final List<Call> calls = new ArrayList<>();

    private record Call(List<String> keys, CompletableFuture<List<Verdict>> answer) {

        void answered() {
            answer.complete(verdicts(keys.size()));
        }
    }

    private record Settings(int maxInFlight, int maxBatch, int maxWaiting) implements StoreSettings {

        @Override
        public Duration patience() {
            return LONG;
        }

        @Override
        public int maxRemembered() {
            return 0;
        }

        @Override
        public Duration rememberedAtMost() {
            return LONG;
        }
    }

    private static List<Verdict> verdicts(int count) {
        return IntStream.range(0, count)
                .mapToObj(place -> new Verdict(place, true, false, List.of()))
                .toList();
    }

    private static Request request(String key) {
        return new Request("domain", List.of(new Demand(key, ALGORITHM, 1)));
    }

    private CompletionStage<List<Verdict>> call(List<Request> requests) {
        var keys = requests.stream()
                .map(request -> request.demands().getFirst().key())
                .toList();
        var call = new Call(keys, new CompletableFuture<>());
        calls.add(call);
        return call.answer();
    }

    private Lane lane(int maxInFlight, int maxBatch, int maxWaiting) {
        return new Lane(this::call, new Settings(maxInFlight, maxBatch, maxWaiting));
    }

    private static CompletableFuture<Verdict> ask(Lane lane, String key) {
        return lane.decide(request(key), LONG).toCompletableFuture();
    }

    @Test
    void firstGoesAtOnceAndThoseThatComeMeanwhileGoTogetherInTheirOrder() {
        var lane = lane(1, 100, 100);

        var first = ask(lane, "a");
        var second = ask(lane, "b");
        var third = ask(lane, "c");

        assertThat(calls).extracting(Call::keys).containsExactly(List.of("a"));
        calls.getFirst().answered();
        assertThat(first).isCompleted();
        assertThat(second).isNotDone();
        assertThat(calls).extracting(Call::keys).containsExactly(List.of("a"), List.of("b", "c"));
        calls.getLast().answered();
        assertThat(second.join().now()).isZero();
        assertThat(third.join().now()).isEqualTo(1);
    }

    @Test
    void noMoreCallsThanMayBeAreUnderWayAndNoneCarriesMoreThanItMay() {
        var lane = lane(2, 2, 100);

        var asked = IntStream.range(0, 6).mapToObj(i -> ask(lane, "k" + i)).toList();

        assertThat(calls).extracting(Call::keys).containsExactly(List.of("k0"), List.of("k1"));
        calls.get(1).answered();
        assertThat(calls).hasSize(3).last().extracting(Call::keys).isEqualTo(List.of("k2", "k3"));
        calls.get(0).answered();
        calls.get(2).answered();
        calls.get(3).answered();
        assertThat(asked).allSatisfy(each -> assertThat(each).isCompleted());
        assertThat(calls).hasSize(4);
    }

    @Test
    void oneMoreThanMayWaitFailsAtOnceAndIsNeverSent() {
        var lane = lane(1, 100, 2);
        ask(lane, "under way");
        ask(lane, "waits");
        ask(lane, "waits, too");

        var tooMany = ask(lane, "too many");

        assertThatThrownBy(tooMany::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(StoreBusyException.class);
        calls.getFirst().answered();
        assertThat(calls.getLast().keys()).containsExactly("waits", "waits, too");
        assertThat(ask(lane, "later")).isNotDone();
    }

    @Test
    void whoseCallerHasGivenUpIsNotCharged() {
        var lane = lane(1, 100, 100);
        ask(lane, "under way");
        var hasty = lane.decide(request("hasty"), Duration.ofMillis(20)).toCompletableFuture();
        var patient = ask(lane, "patient");

        await().until(hasty::isCompletedExceptionally);
        calls.getFirst().answered();

        assertThat(hasty.exceptionNow()).isInstanceOf(TimeoutException.class);
        assertThat(calls.getLast().keys()).containsExactly("patient");
        assertThat(patient).isNotDone();
    }

    @Test
    void failedCallFailsItsRequestsAndTheNextGoes() {
        var lane = lane(1, 100, 100);
        var first = ask(lane, "a");
        ask(lane, "b");

        calls.getFirst().answer().completeExceptionally(new IllegalStateException("away"));

        assertThat(first.exceptionNow()).isInstanceOf(IllegalStateException.class);
        assertThat(calls.getLast().keys()).containsExactly("b");
    }

    /** A request that comes just when an answer does must be sent by the one or the other. */
    @Test
    void nobodyIsForgottenHoweverRequestsAndAnswersMeet() throws Exception {
        try (var redis = Executors.newSingleThreadExecutor();
                var callers = Executors.newFixedThreadPool(2)) {
            var lane = new Lane(
                    requests -> CompletableFuture.supplyAsync(() -> verdicts(requests.size()), redis),
                    new Settings(1, 100, 100));
            for (int round = 0; round < 50_000; round++) {
                var one = callers.submit(() -> ask(lane, "one"));
                var other = callers.submit(() -> ask(lane, "other"));

                one.get().get(LONG.toSeconds() / 2, TimeUnit.SECONDS);
                other.get().get(LONG.toSeconds() / 2, TimeUnit.SECONDS);
            }
        }
    }
}
