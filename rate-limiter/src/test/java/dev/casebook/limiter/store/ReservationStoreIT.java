package dev.casebook.limiter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.chassis.redis.Redis;
import dev.casebook.chassis.redis.RedisRole;
import dev.casebook.chassis.redis.RedisRole.Role;
import dev.casebook.limiter.algorithms.FixedWindow;
import dev.casebook.limiter.algorithms.Gcra;
import dev.casebook.limiter.algorithms.Rate;
import dev.casebook.limiter.algorithms.Reservable;
import dev.casebook.limiter.algorithms.Reservable.Charge;
import dev.casebook.limiter.algorithms.SlidingWindowCounter;
import dev.casebook.limiter.algorithms.SlidingWindowLog;
import dev.casebook.limiter.algorithms.TokenBucket;
import dev.casebook.limiter.store.ReservationStore.Reserved;
import dev.casebook.limiter.store.Settlement.Outcome;
import dev.casebook.limiter.store.Settlement.Way;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@WithServers("redis-state")
class ReservationStoreIT {

    private static final Duration LONG = Duration.ofMinutes(30);
    private static final FixedWindow TEN_A_YEAR = new FixedWindow(new Rate(10, Rate.MAX_PERIOD));

    @Inject
    ReservationStore reservations;

    @Inject
    LimitStore store;

    @Inject
    @RedisRole(Role.STATE)
    Redis redis;

    private final String domain = "it-" + UUID.randomUUID();

    @BeforeEach
    void redisAnswers() {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> redis.<String>ask(commands -> commands.ping()).equals("PONG"));
    }

    static Stream<Reservable<?>> scriptSettlesAsThePureFunctionDoes() {
        var odd = new Rate(7, 20_011);
        var many = new Rate(999, 200_003);
        var large = new Rate(Rate.MAX_COUNT, Rate.MAX_PERIOD);
        return Stream.of(odd, many, large)
                .flatMap(rate -> Stream.of(
                        new FixedWindow(rate),
                        new SlidingWindowLog(
                                new Rate(Math.min(rate.count(), SlidingWindowLog.MAX_COUNT), rate.period())),
                        new SlidingWindowCounter(rate),
                        new TokenBucket(rate, 10),
                        new TokenBucket(rate, Rate.MAX_COUNT),
                        new Gcra(rate, 10),
                        new Gcra(rate, Rate.MAX_COUNT)));
    }

    private record Open<S>(ReservationId id, long cost, S after, long returnedBefore) {}

    @ParameterizedTest
    @MethodSource
    <S> void scriptSettlesAsThePureFunctionDoes(Reservable<S> algorithm) {
        var script = new Script<String>(redis, "settle");
        var random = new Random(algorithm.hashCode());
        var key = "trace-" + algorithm.hashCode();
        var open = new ArrayList<Open<S>>();
        var state = algorithm.fresh();
        long returned = 0;
        for (int call = 0; call < 150; call++) {
            long cost = 1 + random.nextLong(1 + Math.min(12, algorithm.capacity() / 2));
            if (random.nextInt(5) == 0) {
                cost = 1 + algorithm.capacity() / 3;
            }
            if (open.isEmpty() || random.nextBoolean()) {
                var reserved = reserve(new Demand(key, algorithm, cost), LONG);
                var step = algorithm.decide(state, reserved.verdict().now(), cost);
                assertThat(reserved.verdict().decisions()).containsExactly(step.decision());
                state = step.state();
                if (step.decision().admitted()) {
                    open.add(new Open<>(reserved.id(), cost, state, returned));
                }
            } else {
                var settled = open.remove(random.nextInt(open.size()));
                long spent = random.nextBoolean() ? random.nextLong(settled.cost()) : cost;
                var answer = join(script.call(
                        List.of(settled.id().key()), List.of(Way.COMMITTED.name(), Long.toString(spent), "3600000")));
                long now = Long.parseLong(answer.get(1));
                Outcome expected;
                if (spent > settled.cost()) {
                    long left = algorithm.decide(state, now, 0).decision().remaining();
                    long charged = Math.min(spent - settled.cost(), left);
                    state = algorithm.decide(state, now, charged).state();
                    expected = new Outcome(0, charged, spent - settled.cost() - charged);
                } else {
                    var refund = algorithm.refund(
                            new Charge<>(settled.after(), returned - settled.returnedBefore()),
                            state,
                            now,
                            settled.cost() - spent);
                    state = refund.state();
                    returned += refund.returned();
                    expected = new Outcome(refund.returned(), 0, 0);
                }
                assertThat(answer.get(3))
                        .isEqualTo("%d %d %d".formatted(expected.returned(), expected.charged(), expected.missing()));
            }
        }
    }

    @Test
    void whatIsTooMuchGoesBackAndWhatIsTooLittleIsChargedAsFarAsThereIsRoom() {
        var less = reserve(new Demand("less", TEN_A_YEAR, 8), LONG);
        var more = reserve(new Demand("more", TEN_A_YEAR, 8), LONG);

        assertThat(settle(less, Way.COMMITTED, 3)).isEqualTo(settled(new Outcome(5, 0, 0)));
        assertThat(settle(more, Way.COMMITTED, 15)).isEqualTo(settled(new Outcome(0, 2, 5)));

        assertThat(remaining("less")).isEqualTo(7);
        assertThat(remaining("more")).isZero();
    }

    @Test
    void eachIsSettledOnceHoweverManyTryAtOnce() {
        var reserved = reserve(new Demand("once", TEN_A_YEAR, 8), LONG);

        var settlements = IntStream.range(0, 50)
                .mapToObj(_ -> reservations.settle(reserved.id(), Way.COMMITTED, 3))
                .toList();

        assertThat(settlements.stream().map(ReservationStoreIT::join)).containsOnly(settled(new Outcome(5, 0, 0)));
        assertThat(settle(reserved, Way.COMMITTED, 4)).isEqualTo(new Settlement.Otherwise(Way.COMMITTED, 3));
        assertThat(settle(reserved, Way.CANCELLED, 0)).isEqualTo(new Settlement.Otherwise(Way.COMMITTED, 3));
        assertThat(remaining("once")).isEqualTo(7);
    }

    @Test
    void whatIsCancelledCannotBeCommitted() {
        var reserved = reserve(new Demand("cancelled", TEN_A_YEAR, 8), LONG);

        assertThat(settle(reserved, Way.CANCELLED, 0)).isEqualTo(settled(new Outcome(8, 0, 0)));
        assertThat(settle(reserved, Way.CANCELLED, 0)).isEqualTo(settled(new Outcome(8, 0, 0)));
        assertThat(settle(reserved, Way.COMMITTED, 0)).isEqualTo(new Settlement.Otherwise(Way.CANCELLED, 0));

        assertThat(remaining("cancelled")).isEqualTo(10);
    }

    @Test
    void whatIsNeverSettledStaysCharged() {
        var reserved = reserve(new Demand("expired", TEN_A_YEAR, 8), Duration.ofMillis(1));

        await().atMost(Duration.ofSeconds(60))
                .until(() -> join(store.decide(new Request(domain, List.of(new Demand("clock", TEN_A_YEAR, 0)))))
                                .now()
                        > reserved.verdict().now() + 1_000);
        assertThat(settle(reserved, Way.CANCELLED, 0)).isEqualTo(new Settlement.Expired());
        assertThat(remaining("expired")).isEqualTo(2);
        assertThat(settle(new Reserved(ReservationId.next(domain), reserved.verdict()), Way.CANCELLED, 0))
                .isEqualTo(new Settlement.Unknown());
    }

    @Test
    void aRequestThatIsRefusedReservesNothing() {
        var refused = join(reservations.reserve(
                domain, List.of(new Demand("whole", TEN_A_YEAR, 8), new Demand("small", aYear(5), 8)), LONG));

        assertThat(refused.verdict().admitted()).isFalse();
        assertThat(settle(refused, Way.CANCELLED, 0)).isEqualTo(new Settlement.Unknown());
        assertThat(remaining("whole")).isEqualTo(10);
    }

    @Test
    void aReservationOfManyLimitsIsSettledWhole() {
        var demands = IntStream.range(0, 1_000)
                .mapToObj(i -> new Demand("many-" + i, TEN_A_YEAR, 8))
                .toList();

        var reserved = join(reservations.reserve(domain, demands, LONG));

        assertThat(settle(reserved, Way.COMMITTED, 3))
                .isEqualTo(new Settlement.Settled(Collections.nCopies(1_000, new Outcome(5, 0, 0))));
        assertThat(remaining("many-999")).isEqualTo(7);
    }

    @Test
    void whoWasRefusedIsAdmittedAfterARefund() {
        var reserved = reserve(new Demand("freed", TEN_A_YEAR, 10), LONG);
        var hit = new Request(domain, List.of(new Demand("freed", TEN_A_YEAR, 1)));
        assertThat(join(store.decide(hit)).admitted()).isFalse();
        assertThat(join(store.decide(hit)).remembered()).isTrue();

        settle(reserved, Way.COMMITTED, 9);

        assertThat(join(store.decide(hit)).admitted()).isTrue();
    }

    @Test
    void isSettledOnceAlsoWhenRedisHangsMeanwhile() {
        var reserved = reserve(new Demand("hung", TEN_A_YEAR, 8), LONG);
        var redisServer = TestServers.get(Server.REDIS_STATE);
        redisServer.pause();
        var first = reservations.settle(reserved.id(), Way.COMMITTED, 3);
        redisServer.resume();
        // Whether it failed or not, and whether it was carried out or not: asked again, it is settled once.
        first.handle((_, _) -> null).toCompletableFuture().join();
        redisAnswers();

        assertThat(settle(reserved, Way.COMMITTED, 3)).isEqualTo(settled(new Outcome(5, 0, 0)));
        assertThat(remaining("hung")).isEqualTo(7);
    }

    private static FixedWindow aYear(long count) {
        return new FixedWindow(new Rate(count, Rate.MAX_PERIOD));
    }

    private static Settlement settled(Outcome outcome) {
        return new Settlement.Settled(List.of(outcome));
    }

    private Reserved reserve(Demand demand, Duration lives) {
        return join(reservations.reserve(domain, List.of(demand), lives));
    }

    private Settlement settle(Reserved reserved, Way way, long cost) {
        return join(reservations.settle(reserved.id(), way, cost));
    }

    private long remaining(String key) {
        return join(store.decide(new Request(domain, List.of(new Demand(key, TEN_A_YEAR, 0)))))
                .decisions()
                .getFirst()
                .remaining();
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
