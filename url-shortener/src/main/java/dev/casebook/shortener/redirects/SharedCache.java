package dev.casebook.shortener.redirects;

import dev.casebook.chassis.redis.Redis;
import dev.casebook.chassis.redis.RedisRole;
import dev.casebook.chassis.redis.RedisRole.Role;
import io.lettuce.core.ScriptOutputType;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What all instances know of codes: Redis. Holds links and deletions but no unknown codes, which scanners would fill it with. A failure here costs a
 * look-up in the store and nothing else, so it is never passed on; but a change that Redis did not take is kept, and written when it answers again.
 */
@ApplicationScoped
class SharedCache {

    /** Sets only what is not older than what is held, in one step: two writers cannot overtake each other. */
    private static final String SET_UNLESS_OLDER = """
            local held = redis.call('GET', KEYS[1])
            if held and tonumber(string.match(held, '^%d+')) > tonumber(ARGV[1]) then return 0 end
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            return 1""";

    private final Redis redis;
    private final RedirectSettings settings;
    private final Clock clock;
    private final MissedWrites missed;

    SharedCache(@RedisRole(Role.CACHE) Redis redis, RedirectSettings settings, Clock clock) {
        this.redis = redis;
        this.settings = settings;
        this.clock = clock;
        this.missed = new MissedWrites(settings.missedWrites());
    }

    /** Completes with empty, too, when Redis is away and nothing is known here that it did not take. */
    CompletionStage<Optional<Known>> find(String code) {
        return redis.call(commands -> commands.get(key(code))).handle((text, failure) -> {
            if (failure != null) {
                Log.debugf("shared cache get failed reason=%s", failure.getMessage());
            }
            return missed.over(code, Optional.ofNullable(text).flatMap(SharedEntry::parse));
        });
    }

    /** False when Redis did not take more changes than were kept, and what was found is from before it came back. */
    boolean isBelieved(Known found) {
        return missed.believes(found);
    }

    /** What the store said. Does not wait. What is not written stays to be found in the store. */
    void learn(String code, Known known) {
        write(code, known);
    }

    /** A change that was committed. Does not wait. What is not written now is written later: Redis may hold what was before it. */
    void change(String code, Known known) {
        write(code, known).exceptionally(_ -> {
            missed.add(code, known);
            return null;
        });
    }

    /** One after the other, until one fails. */
    @Scheduled(
            every = "${casebook.shortener.redirects.replay-every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void replay() {
        missed.next().ifPresent(change -> write(change.getKey(), change.getValue())
                // On a thread of its own stack: of a thousand that have outlived their use none waits for Redis.
                .thenRunAsync(() -> {
                    // What is older than this by the clocks of others, too.
                    missed.caughtUp(clock.millis() + settings.clockSkew().toMillis());
                    replay();
                }));
    }

    private CompletionStage<Void> write(String code, Known known) {
        long left = known.readAt() + settings.hardAge().toMillis() - clock.millis();
        if (left <= 0 || known.destination() instanceof Destination.Unknown) {
            missed.written(code, known);
            return CompletableFuture.completedStage(null);
        }
        return redis.<Long>call(commands -> commands.eval(
                        SET_UNLESS_OLDER,
                        ScriptOutputType.INTEGER,
                        new String[] {key(code)},
                        Long.toString(known.destination().version()),
                        SharedEntry.write(known),
                        Long.toString(left)))
                .whenComplete((_, failure) -> {
                    if (failure == null) {
                        missed.written(code, known);
                    } else {
                        Log.debugf("shared cache set failed reason=%s", failure.getMessage());
                    }
                })
                .thenAccept(_ -> {});
    }

    /** The braces make code the part that a Redis Cluster hashes. */
    private static String key(String code) {
        return "url-shortener:link:{" + code + "}";
    }
}
