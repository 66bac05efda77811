package dev.casebook.limiter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.chassis.redis.Redis;
import dev.casebook.chassis.redis.RedisRole;
import dev.casebook.chassis.redis.RedisRole.Role;
import dev.casebook.limiter.algorithms.Algorithm;
import dev.casebook.limiter.algorithms.CountingWindow;
import dev.casebook.limiter.algorithms.Decision;
import dev.casebook.limiter.algorithms.FixedWindow;
import dev.casebook.limiter.algorithms.Gcra;
import dev.casebook.limiter.algorithms.LeakyBucket;
import dev.casebook.limiter.algorithms.Rate;
import dev.casebook.limiter.algorithms.SlidingWindowCounter;
import dev.casebook.limiter.algorithms.SlidingWindowLog;
import dev.casebook.limiter.algorithms.TokenBucket;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@WithServers("redis-state")
class LimitStoreIT {

    private static final long SECOND = 1_000_000;
    private static final Rate HUNDRED_AN_HOUR = new Rate(100, 3_600 * SECOND);

    @Inject
    LimitStore store;

    @Inject
    LimitScript script;

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

    static Stream<Algorithm<?>> scriptDecidesAsThePureFunctionDoes() {
        // Short periods, so that a run of calls lives through many; and numbers at the edge of what a double can hold.
        var odd = new Rate(7, 5_003);
        var many = new Rate(999, 20_011);
        var large = new Rate(Rate.MAX_COUNT, Rate.MAX_PERIOD);
        return Stream.of(odd, many, large)
                .flatMap(rate -> Stream.of(
                        new FixedWindow(rate),
                        new CountingWindow(rate),
                        new SlidingWindowLog(
                                new Rate(Math.min(rate.count(), SlidingWindowLog.MAX_COUNT), rate.period())),
                        new SlidingWindowCounter(rate),
                        new TokenBucket(rate, 10),
                        new TokenBucket(rate, Rate.MAX_COUNT),
                        new LeakyBucket(rate, 10),
                        new Gcra(rate, 10),
                        new Gcra(rate, Rate.MAX_COUNT)));
    }

    /** Redis says at which instant it decided, so the pure function can be asked about the very same trace. */
    @ParameterizedTest
    @MethodSource
    <S> void scriptDecidesAsThePureFunctionDoes(Algorithm<S> algorithm) {
        var random = new Random(algorithm.hashCode());
        var state = algorithm.fresh();
        for (int call = 0; call < 150; call++) {
            var costs = random.longs(1 + random.nextInt(6), 0, 1 + Math.min(12, algorithm.capacity() + 1))
                    .map(cost -> random.nextInt(4) == 0 ? algorithm.capacity() * cost / 10 : cost)
                    .boxed()
                    .toList();

            var verdicts = script.decide(costs.stream()
                            .map(cost -> request(new Demand("trace-" + algorithm.hashCode(), algorithm, cost)))
                            .toList())
                    .toCompletableFuture()
                    .join();

            for (int i = 0; i < costs.size(); i++) {
                var step = algorithm.decide(state, verdicts.get(i).now(), costs.get(i));
                assertThat(verdicts.get(i).decisions()).containsExactly(step.decision());
                state = step.state();
            }
        }
    }

    @Test
    void severalLimitsAreChargedAllOrNone() {
        var wide = new Gcra(HUNDRED_AN_HOUR, 100);
        var narrow = new FixedWindow(new Rate(2, 3_600 * SECOND));
        var both = request(new Demand("wide", wide, 1), new Demand("narrow", narrow, 1));

        var admitted = IntStream.range(0, 5)
                .mapToObj(_ -> decide(both))
                .map(Verdict::admitted)
                .toList();
        var wideAfterwards = decide(request(new Demand("wide", wide, 0)));

        assertThat(admitted).containsExactly(true, true, false, false, false);
        assertThat(wideAfterwards.decisions().getFirst().remaining()).isEqualTo(98);
    }

    @Test
    void shadowRefusesNothingAndAQuotaOnlyWithAllOthers() {
        var one = new FixedWindow(new Rate(1, 3_600 * SECOND));
        var two = new FixedWindow(new Rate(2, 3_600 * SECOND));
        var request = request(
                new Demand("counted", two, 0),
                new Demand("all", new FixedWindow(HUNDRED_AN_HOUR), 1),
                new Demand("shadow", one, 1, Demand.Role.SHADOW),
                new Demand("quota-1", one, 1, Demand.Role.QUOTA),
                new Demand("quota-2", two, 1, Demand.Role.QUOTA));

        assertThat(decide(request).admitted()).isTrue();
        assertThat(decide(request).decisions())
                .extracting(Decision::admitted)
                .containsExactly(true, true, false, false, true);
        assertThat(decide(request).admitted()).isFalse();
        assertThat(decide(request).decisions().get(1).remaining()).isEqualTo(98);
    }

    @Test
    void theSameKeyTwiceInARequestIsChargedTwice() {
        var limit = new FixedWindow(new Rate(3, 3_600 * SECOND));
        var twice = request(new Demand("twice", limit, 2), new Demand("twice", limit, 2));
        var fitting = request(new Demand("twice", limit, 1), new Demand("twice", limit, 2));

        assertThat(decide(twice).admitted()).isFalse();
        assertThat(decide(fitting).admitted()).isTrue();
        assertThat(decide(fitting).decisions()).extracting(Decision::remaining).containsExactly(0L, 0L);
    }

    @Test
    void aBusyKeyIsExactAndCostsLessThanACallADecision() {
        var limit = new TokenBucket(HUNDRED_AN_HOUR, 100);
        var hit = request(new Demand("busy", limit, 1));
        decide(request(new Demand("other", limit, 1)));
        long before = scriptCalls();

        var verdicts = new ArrayList<CompletionStage<Verdict>>();
        for (int i = 0; i < 2_000; i++) {
            verdicts.add(store.decide(hit));
        }
        long admitted = verdicts.stream()
                .filter(verdict -> verdict.toCompletableFuture().join().admitted())
                .count();

        assertThat(admitted).isEqualTo(100);
        assertThat(scriptCalls() - before).isLessThan(1_000);
    }

    /** Equal requests one after the other are said once, and what is refused is decided once: each is answered all the same. */
    @Test
    void equalRequestsInOneCallAreEachDecided() {
        var limit = new TokenBucket(HUNDRED_AN_HOUR, 3);
        var hit = request(new Demand("equal", limit, 1));
        var other = request(new Demand("equal", limit, 2));

        var verdicts = script.decide(List.of(hit, hit, other, hit, hit, hit))
                .toCompletableFuture()
                .join();

        assertThat(verdicts).extracting(Verdict::admitted).containsExactly(true, true, false, true, false, false);
        assertThat(verdicts)
                .extracting(verdict -> verdict.decisions().getFirst().remaining())
                .containsExactly(2L, 1L, 1L, 0L, 0L, 0L);
    }

    @Test
    void scriptIsLoadedAgainWhenRedisHasLostIt() {
        var limit = new Gcra(HUNDRED_AN_HOUR, 100);
        decide(request(new Demand("lost", limit, 1)));

        redis.ask(commands -> commands.scriptFlush());

        assertThat(decide(request(new Demand("lost", limit, 1)))
                        .decisions()
                        .getFirst()
                        .remaining())
                .isEqualTo(98);
    }

    @Test
    void stateLivesNoLongerThanItMatters() {
        var limit = new Gcra(HUNDRED_AN_HOUR, 100);

        var decision =
                decide(request(new Demand("mortal", limit, 3))).decisions().getFirst();
        long left = redis.<Long>ask(commands -> commands.pttl(name("mortal", limit)));

        assertThat(decision.resetAfter()).isEqualTo(3 * 36 * SECOND);
        assertThat(left).isBetween(1L, decision.resetAfter() / 1_000);
    }

    @Test
    void limitThatIsChangedBeginsAfresh() {
        decide(request(new Demand("changed", new Gcra(HUNDRED_AN_HOUR, 100), 100)));

        var other = decide(request(new Demand("changed", new TokenBucket(HUNDRED_AN_HOUR, 100), 40)));

        assertThat(other.admitted()).isTrue();
        assertThat(other.decisions().getFirst().remaining()).isEqualTo(60);
    }

    @Test
    void refusedAndAskedLeaveNothingBehind() {
        var limit = new SlidingWindowLog(HUNDRED_AN_HOUR);

        decide(request(new Demand("untouched", limit, 0)));
        decide(request(new Demand("untouched", limit, 101)));

        assertThat(redis.<Long>ask(commands -> commands.exists(name("untouched", limit))))
                .isZero();
    }

    @Test
    void whoStormsALimitCostsNoCommand() {
        var limit = new FixedWindow(new Rate(3, Rate.MAX_PERIOD));
        decide(request(new Demand("storm", limit, 3)));
        decide(request(new Demand("storm", limit, 2)));

        assertThat(decide(request(new Demand("storm", limit, 2))).remembered()).isTrue();
        assertThat(decide(request(new Demand("storm", limit, 3))).remembered()).isFalse();
        assertThat(decide(request(new Demand("storm", limit, 1))).remembered()).isFalse();
        assertThat(decide(request(new Demand("storm", limit, 1))).remembered()).isTrue();
        assertThat(decide(request(new Demand("storm", limit, 0))).remembered()).isFalse();
        assertThat(decide(request(new Demand("storm", limit, 1, Demand.Role.SHADOW))))
                .returns(true, Verdict::remembered)
                .returns(true, Verdict::admitted);
        assertThat(decide(request(new Demand("storm", limit, 1), new Demand("calm", limit, 1)))
                        .remembered())
                .isFalse();
    }

    @Test
    void whatIsRefusedForBeingNamedTwiceFitsOnce() {
        var twice = new Demand("twice", new FixedWindow(new Rate(3, Rate.MAX_PERIOD)), 2);
        assertThat(decide(request(twice, twice)).admitted()).isFalse();

        assertThat(decide(request(twice)).admitted()).isTrue();
    }

    @Test
    void whoAsksForMoreThanWasRefusedIsToldTheWaitForThat() {
        var limit = new Gcra(HUNDRED_AN_HOUR, 10);
        decide(request(new Demand("more", limit, 10)));
        decide(request(new Demand("more", limit, 1)));

        var ten = decide(request(new Demand("more", limit, 10))).decisions().getFirst();
        var eleven = decide(request(new Demand("more", limit, 11))).decisions().getFirst();

        // Ten at 100 an hour take six minutes.
        assertThat(ten.retryAfter()).isGreaterThan(300_000_000L);
        assertThat(eleven.retryAfter()).isEqualTo(Decision.NEVER);
    }

    @Test
    void whatIsNotSentInTimeIsNeverCharged() {
        var limit = new FixedWindow(HUNDRED_AN_HOUR);
        TestServers.get(Server.REDIS_STATE).pause();
        var underWay = Stream.of("a", "b")
                .map(key -> store.decide(request(new Demand(key, limit, 1))))
                .toList();

        var late = store.decide(request(new Demand("late", limit, 1)), Duration.ofMillis(100));

        assertThat(late.toCompletableFuture())
                .failsWithin(Duration.ofSeconds(60))
                .withThrowableThat()
                .withCauseInstanceOf(TimeoutException.class);
        TestServers.get(Server.REDIS_STATE).resume();
        underWay.forEach(
                stage -> stage.handle((_, _) -> null).toCompletableFuture().join());
        redisAnswers();
        assertThat(decide(request(new Demand("late", limit, 0)))
                        .decisions()
                        .getFirst()
                        .remaining())
                .isEqualTo(100);
    }

    @Test
    void aCallCarriesSoManyLimitsHoweverFewRequestsTheyAre() {
        var limit = new FixedWindow(HUNDRED_AN_HOUR);
        var many = IntStream.range(0, 100)
                .mapToObj(i -> new Demand("many-" + i, limit, 0))
                .toArray(Demand[]::new);
        long before = scriptCalls();
        TestServers.get(Server.REDIS_STATE).pause();
        // Two calls are under way, and the others gather.
        var waiting = IntStream.range(0, 2 + 12)
                .mapToObj(_ -> store.decide(request(many)))
                .toList();
        TestServers.get(Server.REDIS_STATE).resume();
        waiting.forEach(
                stage -> stage.handle((_, _) -> null).toCompletableFuture().join());

        // Of three requests each, since those have 256 limits.
        assertThat(scriptCalls() - before).isGreaterThanOrEqualTo(2 + 4);
    }

    static Stream<Algorithm<?>> aLimitThatIsRaisedOrLoweredGoesOn() {
        var ten = new Rate(10, Rate.MAX_PERIOD);
        return Stream.of(
                new FixedWindow(ten),
                new CountingWindow(ten),
                new SlidingWindowLog(ten),
                new SlidingWindowCounter(ten));
    }

    @ParameterizedTest
    @MethodSource
    void aLimitThatIsRaisedOrLoweredGoesOn(Algorithm<?> ten) {
        var key = "changed-" + ten.getClass();
        decide(request(new Demand(key, ten, 8)));
        assertThat(remaining(decide(request(new Demand(key, with(5, ten), 1))))).isNotPositive();

        // However much what was refused has counted.
        long left = remaining(decide(request(new Demand(key, with(20, ten), 0))));
        assertThat(left).isBetween(11L, 12L);
        assertThat(decide(request(new Demand(key, with(20, ten), left))).admitted())
                .isTrue();
        var refused = request(new Demand(key, with(20, ten), 1));
        assertThat(decide(refused).admitted()).isFalse();
        assertThat(decide(request(new Demand(key, with(30, ten), 1))).admitted())
                .isTrue();
    }

    private static Algorithm<?> with(long count, Algorithm<?> algorithm) {
        var rate = new Rate(count, Rate.MAX_PERIOD);
        return switch (algorithm) {
            case FixedWindow _ -> new FixedWindow(rate);
            case CountingWindow _ -> new CountingWindow(rate);
            case SlidingWindowLog _ -> new SlidingWindowLog(rate);
            default -> new SlidingWindowCounter(rate);
        };
    }

    private static long remaining(Verdict verdict) {
        return verdict.decisions().getFirst().remaining();
    }

    @Test
    void whereRefusalsCountNoneIsAnsweredFromMemory() {
        var counting = request(new Demand("counting", new CountingWindow(HUNDRED_AN_HOUR), 101));

        assertThat(decide(counting).admitted()).isFalse();
        assertThat(decide(counting).remembered()).isFalse();
    }

    private String name(String key, Algorithm<?> limit) {
        return LimitScript.name(domain, new Demand(key, limit, 1));
    }

    private Request request(Demand... demands) {
        return new Request(domain, List.of(demands));
    }

    private Verdict decide(Request request) {
        return store.decide(request).toCompletableFuture().join();
    }

    private long scriptCalls() {
        return ScriptCalls.in(redis.<String>ask(commands -> commands.info("commandstats")));
    }
}
