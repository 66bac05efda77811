package dev.casebook.limiter.store;

import dev.casebook.chassis.redis.Redis;
import dev.casebook.chassis.redis.RedisRole;
import dev.casebook.chassis.redis.RedisRole.Role;
import dev.casebook.limiter.store.Settlement.Outcome;
import dev.casebook.limiter.store.Settlement.Way;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Charges now what is settled later, for all instances at once. Each reservation is settled once, by the script {@code redis/settle.lua}. */
@Singleton
public final class ReservationStore {

    private static final int PER_LIMIT = 2;

    private final LimitStore store;
    private final Refusals refusals;
    private final Script<String> script;
    private final Duration patience;
    private final Duration livesAtMost;

    ReservationStore(
            LimitStore store,
            Refusals refusals,
            @RedisRole(Role.STATE) Redis redis,
            StoreSettings settings,
            ReservationSettings reservations) {
        this.store = store;
        this.refusals = refusals;
        this.script = new Script<>(redis, "settle");
        this.patience = settings.patience();
        this.livesAtMost = reservations.livesAtMost();
    }

    /** @param verdict unless it admits, nothing is reserved */
    public record Reserved(ReservationId id, Verdict verdict) {}

    /**
     * Never blocks. Fails as {@link LimitStore#decide(Request)} does; what was charged then stays charged.
     *
     * @param demands each of the same cost, by algorithms that are {@link dev.casebook.limiter.algorithms.Reservable}
     * @param lives at most as long as the settings say
     */
    public CompletionStage<Reserved> reserve(String domain, List<Demand> demands, Duration lives) {
        var id = ReservationId.next(domain);
        var request = new Request(domain, demands, Optional.of(new Request.Wanted(id, lives)));
        return store.decide(request).thenApply(verdict -> new Reserved(id, verdict));
    }

    /**
     * Never blocks. Fails when Redis is away or too slow; who asks again then hears what became of it.
     *
     * @param cost the true one, in hits; 0 of what is cancelled. What it is more than was reserved is charged as far as there is room.
     */
    public CompletionStage<Settlement> settle(ReservationId id, Way way, long cost) {
        var arguments = List.of(way.name(), Long.toString(cost), Long.toString(livesAtMost.toMillis()));
        return script.call(List.of(id.key()), arguments)
                .thenApply(this::settlement)
                .toCompletableFuture()
                .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    private Settlement settlement(List<String> answer) {
        return switch (answer.getFirst()) {
            case "UNKNOWN" -> new Settlement.Unknown();
            case "EXPIRED" -> new Settlement.Expired();
            case "SETTLED" -> settled(answer);
            case String way -> new Settlement.Otherwise(Way.valueOf(way), Long.parseLong(answer.get(1)));
        };
    }

    private Settlement settled(List<String> answer) {
        long now = Long.parseLong(answer.get(1));
        var outcomes = new ArrayList<Outcome>();
        for (int i = 2; i < answer.size(); i += PER_LIMIT) {
            var numbers = Stream.of(answer.get(i + 1).split(" "))
                    .mapToLong(Long::parseLong)
                    .toArray();
            var outcome = new Outcome(numbers[0], numbers[1], numbers[2]);
            if (outcome.returned() > 0) {
                refusals.forget(answer.get(i), now);
            }
            outcomes.add(outcome);
        }
        return new Settlement.Settled(List.copyOf(outcomes));
    }
}
