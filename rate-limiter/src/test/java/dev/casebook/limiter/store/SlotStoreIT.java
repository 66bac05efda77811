package dev.casebook.limiter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.chassis.redis.Redis;
import dev.casebook.chassis.redis.RedisRole;
import dev.casebook.chassis.redis.RedisRole.Role;
import dev.casebook.limiter.algorithms.Slots;
import dev.casebook.limiter.algorithms.Slots.Turn;
import dev.casebook.limiter.store.SlotStore.Answer;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithServers("redis-state")
class SlotStoreIT {

    private static final Duration LONG = Duration.ofMinutes(30);

    @Inject
    SlotStore store;

    @Inject
    StoreSettings settings;

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

    /** Redis says when it decided, so the pure function can be asked about the very same. */
    @Test
    void scriptDecidesAsThePureFunctionDoes() {
        var random = new Random(7);
        var slots = new Slots(4);
        var state = Slots.fresh();
        var known = new ArrayList<SlotId>();
        for (int call = 0; call < 400; call++) {
            var lease = Duration.of(1 + random.nextInt(20_000), ChronoUnit.MICROS);
            int action = known.isEmpty() ? 0 : random.nextInt(4);
            var id = known.isEmpty() ? null : known.get(Math.max(0, known.size() - 1 - random.nextInt(6)));
            Answer answer;
            Turn turn;
            switch (action) {
                case 0, 1 -> {
                    answer = join(store.acquire(domain, "trace", slots, lease));
                    turn = slots.acquire(state, answer.now(), answer.id().random(), micros(lease));
                    known.add(answer.id());
                }
                case 2 -> {
                    answer = join(store.renew(id, lease));
                    turn = Slots.renew(state, answer.now(), id.random(), micros(lease));
                }
                default -> {
                    answer = join(store.release(id));
                    turn = Slots.release(state, answer.now(), id.random());
                }
            }
            assertThat(answer)
                    .isEqualTo(new Answer(answer.id(), answer.now(), turn.done(), turn.held(), turn.freeAfter()));
            state = turn.state();
        }
    }

    @Test
    void ofManyWhoComeAtOnceOnlySoManyHoldWhicheverInstanceTheyAsk() {
        var other = new SlotStore(redis, settings);
        var slots = new Slots(7);

        var answers = IntStream.range(0, 200)
                .mapToObj(i -> (i % 2 == 0 ? store : other).acquire(domain, "busy", slots, LONG))
                .toList()
                .stream()
                .map(SlotStoreIT::join)
                .toList();

        var holders = answers.stream().filter(Answer::done).toList();
        assertThat(holders).hasSize(7);
        assertThat(join(other.release(holders.getFirst().id())).done()).isTrue();
        assertThat(join(store.release(holders.getFirst().id())).done()).isFalse();
        assertThat(join(store.acquire(domain, "busy", slots, LONG)).held()).isEqualTo(7);
    }

    @Test
    void aRuleWithFewerSlotsWaitsForThoseThatAreHeld() {
        var first = join(store.acquire(domain, "fewer", new Slots(2), LONG));
        join(store.acquire(domain, "fewer", new Slots(2), LONG));

        assertThat(join(store.acquire(domain, "fewer", new Slots(1), LONG)).done())
                .isFalse();
        assertThat(join(store.renew(first.id(), LONG)).done()).isTrue();
    }

    @Test
    void slotsLeaveNothingBehind() {
        var held = join(store.acquire(domain, "gone", new Slots(2), Duration.ofSeconds(30)));
        assertThat(redis.<Long>ask(commands -> commands.pttl(held.id().slots())))
                .isBetween(1L, 30_000L);

        join(store.release(held.id()));

        assertThat(redis.<Long>ask(commands -> commands.exists(held.id().slots())))
                .isZero();
    }

    @Test
    void holdersAreToldWhenRedisHasLostEverything() {
        var held = join(store.acquire(domain, "lost", new Slots(1), LONG));

        redis.ask(commands -> commands.flushall());

        assertThat(join(store.renew(held.id(), LONG)).done()).isFalse();
        assertThat(join(store.acquire(domain, "lost", new Slots(1), LONG)).done())
                .isTrue();
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
