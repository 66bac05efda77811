package dev.casebook.limiter.store;

import dev.casebook.chassis.redis.Redis;
import dev.casebook.chassis.redis.RedisRole;
import dev.casebook.chassis.redis.RedisRole.Role;
import dev.casebook.limiter.algorithms.Slots;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Slots that all instances share, by the script {@code redis/slots.lua}. Never blocks. Fails when Redis is away or too slow: a slot that was taken
 * then is nobody's until its lease ends.
 */
@Singleton
public final class SlotStore {

    private static final String NO_MATTER = "0";

    private final Script<Long> script;
    private final Duration patience;

    SlotStore(@RedisRole(Role.STATE) Redis redis, StoreSettings settings) {
        this.script = new Script<>(redis, "slots");
        this.patience = settings.patience();
    }

    /**
     * @param id of who asked, and holds a slot if it was done
     * @param now microseconds since 1970 by the clock of the store
     * @param held how many slots are, afterwards
     * @param freeAfter microseconds until the first lease ends; 0 when there is none
     */
    public record Answer(SlotId id, long now, boolean done, long held, long freeAfter) {}

    public CompletionStage<Answer> acquire(String domain, String key, Slots slots, Duration lease) {
        return call("acquire", SlotId.next(domain, key), Long.toString(slots.count()), micros(lease));
    }

    public CompletionStage<Answer> renew(SlotId id, Duration lease) {
        return call("renew", id, NO_MATTER, micros(lease));
    }

    public CompletionStage<Answer> release(SlotId id) {
        return call("release", id, NO_MATTER, NO_MATTER);
    }

    private CompletionStage<Answer> call(String action, SlotId id, String count, String lease) {
        return script.call(List.of(id.slots()), List.of(action, id.random(), count, lease))
                .thenApply(answer ->
                        new Answer(id, answer.get(0), answer.get(1) == 1, answer.get(2), answer.get(3) - answer.get(0)))
                .toCompletableFuture()
                .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static String micros(Duration lease) {
        return Long.toString(lease.dividedBy(ChronoUnit.MICROS.getDuration()));
    }
}
